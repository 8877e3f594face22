# A static binary in an empty image: no shell, no package manager, not root. The image's Rust is made
# for musl, which it links statically; libgit2, zlib and ring are compiled in with its C compiler.
# Nothing is loaded at run time, which the last line of the build holds.
FROM rust:1.95-alpine AS build
RUN apk add --no-cache musl-dev gcc binutils ca-certificates
WORKDIR /src
COPY . .
RUN cargo build --profile dist --locked --bin report \
 && cp target/dist/report /report \
 && ! readelf --dynamic /report | grep -q NEEDED

# For the CronJob (`docker build --target job`): it clones, regenerates and pushes, in one shell script.
FROM alpine/git:2.47.2 AS job
COPY --from=build /report /usr/local/bin/report
USER 65532:65532
WORKDIR /work
ENTRYPOINT []

FROM scratch
LABEL org.opencontainers.image.title="report" \
      org.opencontainers.image.description="Deployment records that verify themselves" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /report /report
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/report"]
