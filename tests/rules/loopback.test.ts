import assert from "node:assert/strict";

import { isLoopback, loopbackUrl } from "../../rules/loopback";

describe("an address on this machine", () => {
    it("is http or https on localhost, 127.0.0.0/8 or [::1], by host and port alone", () => {
        const local = {
            "http://127.0.0.1:4280": "http://127.0.0.1:4280",
            "http://127.0.0.1:4280/": "http://127.0.0.1:4280",
            "http://127.1.2.3": "http://127.1.2.3",
            "http://127.1": "http://127.0.0.1",
            "http://localhost:80": "http://localhost",
            "https://localhost:8443": "https://localhost:8443",
            "HTTP://LocalHost:1": "http://localhost:1",
            "http://[::1]:4280": "http://[::1]:4280",
        };
        for (const [address, origin] of Object.entries(local)) {
            assert.equal(loopbackUrl(address)?.origin, origin, address);
            assert.ok(isLoopback(new URL(address)), address);
        }
    });

    it("is none that only looks like one", () => {
        const others = [
            undefined,
            "",
            "127.0.0.1:4280",
            "localhost",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://acme.localhost",
            "http://localhost.:4280",
            "http://128.0.0.1",
            "http://0.0.0.0:4280",
            "http://[::ffff:127.0.0.1]",
            "http://10.0.0.1",
            "http://127.0.0.1@example.com",
            "http://user:password@127.0.0.1",
            "http://127.0.0.1/path",
            "http://127.0.0.1/?query",
            "http://127.0.0.1/#hash",
            "ftp://127.0.0.1",
            "file:///etc/hosts",
            "http://proxy.example:3128",
            "http://127.0.0.1:99999",
        ];
        for (const address of others) {
            assert.equal(loopbackUrl(address), undefined, address);
        }
    });
});
