import assert from "node:assert/strict";

/**
 * Ends a suite, whose tests build on one another, at its first failure. Mocha's own `bail` counts
 * the failures of the whole run: a failure in another file would drop the suite without a word.
 */
export function stopAtFirstFailure(suite: Mocha.Suite): void {
    let failed: string | undefined;
    suite.afterEach(function () {
        if (this.currentTest?.state === "failed") {
            failed ??= this.currentTest.title;
        }
    });
    suite.beforeEach(() => {
        assert.equal(failed, undefined, `the rest was not run, since a test failed: ${failed}`);
    });
}
