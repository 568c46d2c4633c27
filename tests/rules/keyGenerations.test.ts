import assert from "node:assert/strict";

import { checkKeyGenerations, settingsWarning } from "../../rules/keyGenerations";

const problemsOf = (given: Parameters<typeof checkKeyGenerations>[0]): string[] => {
    const checked = checkKeyGenerations(given, "keys.");
    return checked.ok
        ? []
        : checked.problems.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);
};

describe("key generations", () => {
    it("are generation 1 where none is listed, and otherwise what is listed, ascending", () => {
        const cases = [
            [{}, { generations: [1], current: 1 }],
            [{ generations: [2, 1] }, { generations: [1, 2], current: 2 }],
            [
                { generations: [1, 2], current: 1 },
                { generations: [1, 2], current: 1 },
            ],
            [{ generations: [10, 9] }, { generations: [9, 10], current: 10 }],
        ] as const;
        for (const [given, value] of cases) {
            assert.deepEqual(checkKeyGenerations(given), { ok: true, value });
        }
    });

    it("leave the list that they are given as it is", () => {
        const generations = [2, 1];
        checkKeyGenerations({ generations });
        assert.deepEqual(generations, [2, 1]);
    });

    it("are refused where a list has none, one twice, or what is no generation", () => {
        const wanted = "wanted whole numbers from 1, each once, such as [1] or [1, 2].";
        const list = wanted.replace("wanted", "wanted a list of");
        const cases = [
            [[], [`keys.generations: got an empty list; ${list}`]],
            ["[1]", [`keys.generations: got "[1]"; ${list}`]],
            [null, [`keys.generations: got null; ${list}`]],
            [[2, 2], [`keys.generations[1]: got 2 a second time; ${wanted}`]],
            [
                [0, 1.5, "2"],
                [
                    `keys.generations[0]: got 0; ${wanted}`,
                    `keys.generations[1]: got 1.5; ${wanted}`,
                    `keys.generations[2]: got "2"; ${wanted}`,
                ],
            ],
            [[-1], [`keys.generations[0]: got -1; ${wanted}`]],
            [
                Array.from({ length: 51 }, (_, index) => index + 1),
                [
                    "keys.generations: got 51 generations; wanted at most 50, since Okta takes no more keys for one app.",
                ],
            ],
        ] as const;
        for (const [generations, problems] of cases) {
            assert.deepEqual(problemsOf({ generations }), problems);
        }
    });

    it("are refused where the current one is not listed", () => {
        assert.deepEqual(problemsOf({ generations: [2, 1], current: 3 }), [
            "keys.current: got 3; wanted a generation that is listed: 1, 2. Add it to generations first.",
        ]);
        assert.deepEqual(problemsOf({ current: 2 }), [
            "keys.current: got 2; wanted a generation that is listed: 1. Add it to generations first.",
        ]);
    });
});

describe("key settings beside a generation that is there", () => {
    const rsa = { generation: 3, algorithm: "RSA", rsaBits: 2048, ecdsaCurve: "P224" };
    const ec = { generation: 3, algorithm: "ECDSA", rsaBits: 2048, ecdsaCurve: "P256" };

    it("say nothing where the newest generation has such a key", () => {
        assert.equal(settingsWarning(rsa, { algorithm: "RSA", rsaBits: 2048 }, [3]), undefined);
        assert.equal(
            settingsWarning(ec, { algorithm: "ECDSA", ecdsaCurve: "P256" }, [1, 3]),
            undefined,
        );
    });

    it("warn, and say which list makes such a key, where it has another", () => {
        const settings = [
            [rsa, { algorithm: "RSA", rsaBits: 4096 }, "RSA with 4096 bits", "RSA with 2048 bits"],
            [rsa, { algorithm: "ECDSA", ecdsaCurve: "P384" }, "ECDSA on P384", "RSA with 2048"],
            [ec, { algorithm: "ECDSA", ecdsaCurve: "P384" }, "ECDSA on P384", "ECDSA on P256"],
        ] as const;
        for (const [key, wanted, asked, has] of settings) {
            const warning = settingsWarning(key, wanted, [2, 3]) ?? "";
            assert.ok(warning.includes(`ask for ${asked}, and key generation 3 is ${has}`));
            assert.match(warning, /generations: \[2, 3, 4\]/);
        }
    });
});
