# Nothing but the static program: `cargo build --release --target x86_64-unknown-linux-musl`, copied into this folder.
# For each platform of a build (TARGETARCH: amd64, arm64) the file is `alluxio-gen-$TARGETARCH`.
FROM scratch
ARG TARGETARCH=amd64
COPY alluxio-gen-${TARGETARCH} /alluxio-gen
USER 65532
WORKDIR /work
ENTRYPOINT ["/alluxio-gen"]
