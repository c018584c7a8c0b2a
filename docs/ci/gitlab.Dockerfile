# The image of the jobs in gitlab.yaml: `conform` and a shell.
FROM registry.example.com/conform:0.1.0 AS conform
FROM debian:stable-slim
COPY --from=conform /conform /usr/local/bin/
COPY --from=conform /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
