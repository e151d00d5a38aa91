/**
 * A certificate for `localhost` that vouches for itself, and its key. Worth nothing: no one trusts it but a test
 * that is handed `cert` as its CA.
 */
export const loopbackTls = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUQNYRr1DXbq0hp6ZHFR18Pjj0DeowCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTIwNTIzMVoYDzIxMjYxMDI4
MjA1MjMxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAS9aJe+4wxd6hvhdM1fiizcFp+gVNSRlRGWGle+VqYL2vxxqcfN4Mmi
1qTULasPC3A0ll0j9XUCSmTGlxgsGkQIo28wbTAdBgNVHQ4EFgQUKye1OtaSpzYb
/BonpG6kVmHo/GowHwYDVR0jBBgwFoAUKye1OtaSpzYb/BonpG6kVmHo/GowGgYD
VR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI
zj0EAwIDRwAwRAIgD0zj9VMIhPyxNdokmvqcK9N0PcB+Kk/9ApgEcmMl94ICIG4y
sJsckiF9rFpN2VT2W4emxHOUzUb7ksdNVsffxjW2
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZZKBS0i1nGwqfDLN
x9yOCtxMvO5dfSksq+rYEHYb332hRANCAAS9aJe+4wxd6hvhdM1fiizcFp+gVNSR
lRGWGle+VqYL2vxxqcfN4Mmi1qTULasPC3A0ll0j9XUCSmTGlxgsGkQI
-----END PRIVATE KEY-----`,
};
