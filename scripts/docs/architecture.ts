/** A point or a size in pixels: x and y, or width and height. */
type Pair = readonly [number, number];

interface Area {
    readonly title: string;
    readonly at: Pair;
    readonly size: Pair;
}
interface Box extends Area {
    readonly note: string;
}
interface Flow {
    /** The corners of the line; its last point has the arrow head. */
    readonly points: readonly Pair[];
    readonly label: string;
    /** The middle of the label's base line. */
    readonly labelAt: Pair;
    readonly secret?: boolean;
}

const SIZE: Pair = [940, 520];

const AREAS: readonly Area[] = [
    { title: "Pulumi program: OAuthIntegration", at: [20, 20], size: [300, 350] },
    { title: "Stack state", at: [20, 410], size: [300, 92] },
    { title: "Okta org", at: [620, 20], size: [300, 350] },
    { title: "Rezonate", at: [620, 410], size: [300, 92] },
];

const BOXES: readonly Box[] = [
    { title: "ServiceApp", note: "API service app, no users", at: [40, 60], size: [260, 184] },
    { title: "SigningKeys", note: "RSA or ECDSA key pair", at: [40, 300], size: [260, 52] },
    {
        title: "application id, private key",
        note: "encrypted by the secrets provider",
        at: [40, 440],
        size: [260, 52],
    },
    {
        title: "rezonate-okta verify",
        note: "one read for each scope",
        at: [375, 300],
        size: [190, 52],
    },
    {
        title: "okta.app.OAuth",
        note: "trusts the key (private_key_jwt)",
        at: [640, 60],
        size: [260, 52],
    },
    {
        title: "okta.AppOauthApiScope",
        note: "15 read-only scopes",
        at: [640, 126],
        size: [260, 52],
    },
    {
        title: "okta.app.OauthRoleAssignment",
        note: "READ_ONLY_ADMIN",
        at: [640, 192],
        size: [260, 52],
    },
    {
        title: "users, groups, policies, logs",
        note: "what the token may read",
        at: [640, 300],
        size: [260, 52],
    },
    {
        title: "Okta integration",
        note: "the form in Rezonate's console",
        at: [640, 440],
        size: [260, 52],
    },
];

const FLOWS: readonly Flow[] = [
    {
        points: [
            [300, 86],
            [640, 86],
        ],
        label: "app with the public JWK",
        labelAt: [470, 78],
    },
    {
        points: [
            [300, 152],
            [640, 152],
        ],
        label: "scope grants",
        labelAt: [470, 144],
    },
    {
        points: [
            [300, 218],
            [640, 218],
        ],
        label: "admin role",
        labelAt: [470, 210],
    },
    {
        points: [
            [170, 300],
            [170, 244],
        ],
        label: "public JWK",
        labelAt: [220, 277],
    },
    {
        points: [
            [170, 352],
            [170, 440],
        ],
        label: "private key",
        labelAt: [220, 394],
        secret: true,
    },
    {
        points: [
            [300, 456],
            [470, 456],
            [470, 352],
        ],
        label: "private key",
        labelAt: [418, 448],
        secret: true,
    },
    {
        points: [
            [565, 326],
            [640, 326],
        ],
        label: "token",
        labelAt: [598, 318],
    },
    {
        points: [
            [300, 478],
            [640, 478],
        ],
        label: "handoff: tenant_id, application_id, private_key",
        labelAt: [470, 496],
        secret: true,
    },
    {
        points: [
            [770, 440],
            [770, 352],
        ],
        label: "assertion, token",
        labelAt: [826, 394],
    },
];

const escaped = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const rectangle = (name: string, [x, y]: Pair, [width, height]: Pair) =>
    `<rect class="${name}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`;

const words = (name: string, [x, y]: Pair, text: string) =>
    `<text class="${name}" x="${x}" y="${y}">${escaped(text)}</text>`;

const area = ({ title, at: [x, y], size }: Area) => [
    rectangle("area", [x, y], size),
    words("head", [x + 12, y + 22], title),
];

function box({ title, note, at: [x, y], size: [width, height] }: Box) {
    const [middle, centre] = [x + width / 2, y + height / 2];
    return [
        rectangle("box", [x, y], [width, height]),
        words("title", [middle, centre - 4], title),
        words("note", [middle, centre + 14], note),
    ];
}

function flow({ points, label, labelAt, secret }: Flow) {
    const name = secret ? "flow secret" : "flow";
    const path = points.map((point) => point.join(",")).join(" ");
    return [
        `<polyline class="${name}" points="${path}" marker-end="url(#head)"/>`,
        words(secret ? "label secret" : "label", labelAt, label),
    ];
}

const STYLE = `text { font: 13px sans-serif; fill: #1f2328 }
.head { font-weight: bold }
.title, .note, .label { text-anchor: middle }
.note { font-size: 12px; fill: #59636e }
.label { font-size: 12px }
.area { fill: #f6f8fa; stroke: #d1d9e0 }
.box { fill: #ffffff; stroke: #59636e }
.flow { fill: none; stroke: #1f2328; stroke-width: 1.5 }
polyline.secret { stroke: #b42318; stroke-dasharray: 6 3 }
text.secret { fill: #b42318 }`;

/** Returns docs/architecture.svg: what the OAuth method makes, and what flows where. */
export function architecture(): string {
    const [width, height] = SIZE;
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
        "<title>What rezonate-okta makes, and what flows where. Dashed red lines carry a secret.</title>",
        `<style>${STYLE}</style>`,
        '<defs><marker id="head" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0,0 L10,5 L0,10 z" fill="context-stroke"/></marker></defs>',
        `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
        ...AREAS.flatMap(area),
        ...BOXES.flatMap(box),
        ...FLOWS.flatMap(flow),
        "</svg>",
        "",
    ].join("\n");
}
