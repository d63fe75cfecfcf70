#!/usr/bin/env bash
# Sign one file in place. The certificate comes by environment and never lies in the repository:
#   MWDESK_SIGN_CERT  PEM with the certificate and its chain
#   MWDESK_SIGN_KEY   PEM with the key; MWDESK_SIGN_PASS_FILE  a file with its password, if it has one
#   MWDESK_SIGN_TIME  address of an RFC 3161 time-stamping server; without one the signature ends with the certificate
set -euo pipefail
: "${MWDESK_SIGN_CERT:?}" "${MWDESK_SIGN_KEY:?}"
signed=$(mktemp "$1.XXXXXX")
trap 'rm -f "$signed"' EXIT
rm "$signed" # osslsigncode overwrites nothing
options=(-h sha256 -n MWDesk -certs "$MWDESK_SIGN_CERT" -key "$MWDESK_SIGN_KEY")
[[ -z ${MWDESK_SIGN_PASS_FILE:-} ]] || options+=(-readpass "$MWDESK_SIGN_PASS_FILE")
[[ -z ${MWDESK_SIGN_TIME:-} ]] || options+=(-ts "$MWDESK_SIGN_TIME")
osslsigncode sign "${options[@]}" -in "$1" -out "$signed" >/dev/null
chmod --reference="$1" "$signed"
mv "$signed" "$1"
