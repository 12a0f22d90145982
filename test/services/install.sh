#!/usr/bin/env bash
# Installs the servers of `npm run test:services` from Debian's packages, without starting any of them on its own port.
set -euo pipefail

PACKAGES=(
  dovecot-imapd dovecot-lmtpd dovecot-managesieved dovecot-pop3d inspircd mariadb-server mosquitto nginx postfix
  postgresql prosody redis-server slapd util-linux vsftpd xrdp
)

if ! command -v apt-get > /dev/null; then
  echo 'test:services installs its servers by apt-get, which is not there: run it on Debian or in a container of it.' >&2
  exit 1
fi

if ((EUID != 0)); then
  echo 'test:services has to be root, to install its servers and to start those that change their user.' >&2
  exit 1
fi

missing=()
for package in "${PACKAGES[@]}"; do
  dpkg-query --show --showformat='${Status}' "$package" 2> /dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
if ((${#missing[@]} == 0)); then exit 0; fi

# Exit code 101 forbids a package to start its service (invoke-rc.d(8)).
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod +x "$policy"
fi

export DEBIAN_FRONTEND=noninteractive
apt-get --option DPkg::Lock::Timeout=300 update --quiet
apt-get --option DPkg::Lock::Timeout=300 install --yes --quiet --no-install-recommends "${missing[@]}"
