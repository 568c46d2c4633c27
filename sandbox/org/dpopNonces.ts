import { createHmac, randomBytes } from "node:crypto";

const NONCE_PERIOD = 24 * 3600;
const OLDEST_NONCE = 3;

/** The nonces of one org: a new one each day, the last three days' stay good. */
export class DpopNonces {
    private readonly secret = randomBytes(32);

    current(seconds: number): string {
        return this.ofPeriod(Math.floor(seconds / NONCE_PERIOD));
    }

    accepts(nonce: unknown, seconds: number): boolean {
        const period = Math.floor(seconds / NONCE_PERIOD);
        const ages = [...Array(OLDEST_NONCE + 1).keys()];
        return ages.some((age) => nonce === this.ofPeriod(period - age));
    }

    private ofPeriod(period: number): string {
        return createHmac("sha256", this.secret).update(String(period)).digest("base64url");
    }
}
