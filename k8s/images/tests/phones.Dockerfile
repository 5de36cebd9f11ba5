# Phones, a trunk and TURN clients for tests in containers: sipp, baresip, kamailio, turnutils_uclient.
FROM debian:trixie-slim
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        baresip-core coturn iproute2 kamailio kamailio-tls-modules netcat-openbsd openssl procps sip-tester \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /tmp
CMD ["sleep", "infinity"]
