# A static binary in an empty image: no shell, no package manager, not root.
FROM rust:1-alpine AS build
RUN apk add --no-cache musl-dev gcc make
WORKDIR /src
COPY . .
RUN cargo build --release --locked && cp target/release/report /report

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /report /report
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/report"]
