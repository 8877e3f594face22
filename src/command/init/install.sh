# The binary of a release, held against its checksum; where there is no release, the same version from its tag.
if [ -z "$REPORT_HOME" ]; then
  en: echo "Set REPORT_HOME (the line with OWNER:) to the repository that report is released from." >&2
  ko: echo "REPORT_HOME(OWNER:가 있는 줄)에 report가 릴리스되는 저장소를 적으세요." >&2
  exit 1
fi
name=report-$(uname -m)-unknown-linux-musl
release=$REPORT_HOME/releases/download/v$REPORT_VERSION
room=$(mktemp -d)
mkdir -p "$into/bin"
if curl -fsSL --retry 3 -o "$room/$name.tar.gz" "$release/$name.tar.gz"; then
  curl -fsSL --retry 3 -o "$room/SHA256SUMS" "$release/SHA256SUMS"
  (cd "$room" && grep " $name.tar.gz\$" SHA256SUMS | sha256sum -c -)
  attested "$room/$name.tar.gz"
  tar -xzf "$room/$name.tar.gz" -C "$into/bin" --strip-components 1 "$name/report"
else
  cargo install --locked --root "$into" --git "$REPORT_HOME" --tag "v$REPORT_VERSION" deployment-report
fi
