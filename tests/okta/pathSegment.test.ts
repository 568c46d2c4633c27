import assert from "node:assert/strict";

import { pathSegment } from "../../okta/pathSegment";

describe("a segment of a path", () => {
    it("holds an id as it is, and nothing that leads elsewhere", () => {
        assert.equal(pathSegment("0oa4Yw3Jr6tjir6ms1d7"), "0oa4Yw3Jr6tjir6ms1d7");
        assert.equal(pathSegment("../users/me?x=1#"), "..%2Fusers%2Fme%3Fx%3D1%23");
        assert.equal(pathSegment("rezonate+é@example.com"), "rezonate%2B%C3%A9%40example.com");
    });

    it("takes half a surrogate pair, which encodeURIComponent does not", () => {
        assert.equal(pathSegment("0oa\uD800"), "0oa%EF%BF%BD");
    });
});
