import { isRecord, records, text, texts, type Value, type Values } from "../../provider/value";

/** The body of POST and PUT for a network zone. */
export function zoneBody(inputs: Values): Values {
    const type = text(inputs, "type");
    const common: Values = {
        name: text(inputs, "name"),
        type,
        usage: text(inputs, "usage"),
        status: text(inputs, "status"),
    };
    switch (type) {
        case "IP":
            return {
                ...common,
                ...listed("gateways", texts(inputs, "gateways").map(address)),
                ...listed("proxies", texts(inputs, "proxies").map(address)),
                ...(inputs.setUsageAsExemptList === true ? { useAsExemptList: true } : {}),
            };
        case "DYNAMIC":
            return {
                ...common,
                proxyType: text(inputs, "dynamicProxyType"),
                asns: texts(inputs, "asns"),
                locations: texts(inputs, "dynamicLocations").map(location),
            };
        case "DYNAMIC_V2":
            return {
                ...common,
                asns: listed("include", texts(inputs, "asns")),
                locations: {
                    ...listed("include", texts(inputs, "dynamicLocations").map(location)),
                    ...listed("exclude", texts(inputs, "dynamicLocationsExcludes").map(location)),
                },
                ipServiceCategories: {
                    ...listed("include", texts(inputs, "ipServiceCategoriesIncludes")),
                    ...listed("exclude", texts(inputs, "ipServiceCategoriesExcludes")),
                },
            };
        default:
            throw new Error(`unknown network zone type ${type}; it is IP, DYNAMIC or DYNAMIC_V2`);
    }
}

/** What the state records of a zone as Okta returns it. */
export function zoneState(zone: Values, known: Values): Values {
    const state: Values = {
        ...known,
        name: text(zone, "name"),
        type: text(zone, "type"),
        status: text(zone, "status"),
        usage: text(zone, "usage"),
    };
    if (zone.type === "IP") {
        state.system = zone.system === true;
        state.gateways = records(zone, "gateways").map(addressText);
        state.proxies = records(zone, "proxies").map(addressText);
        return state;
    }
    if (zone.type === "DYNAMIC") {
        state.dynamicProxyType = text(zone, "proxyType");
        state.asns = texts(zone, "asns");
        state.dynamicLocations = records(zone, "locations").map(locationText);
        return state;
    }
    const locations = record(zone.locations);
    const categories = record(zone.ipServiceCategories);
    state.asns = texts(record(zone.asns), "include");
    state.dynamicLocations = records(locations, "include").map(locationText);
    state.dynamicLocationsExcludes = records(locations, "exclude").map(locationText);
    state.ipServiceCategoriesIncludes = texts(categories, "include");
    state.ipServiceCategoriesExcludes = texts(categories, "exclude");
    return state;
}

function address(value: string): Values {
    return { type: value.includes("/") ? "CIDR" : "RANGE", value };
}

function addressText(entry: Values): string {
    const value = text(entry, "value");
    const [first, last] = value.split("-");
    // Okta writes a single address as a range of one.
    return first !== undefined && first === last ? first : value;
}

function location(value: string): Values {
    const [country] = value.split("-");
    return value.includes("-") ? { country: country ?? "", region: value } : { country: value };
}

function locationText(entry: Values): string {
    const region = text(entry, "region");
    return region.includes("-") ? region : text(entry, "country");
}

function listed(key: string, values: Value[]): Values {
    return values.length > 0 ? { [key]: values } : {};
}

function record(value: Value | undefined): Values {
    return isRecord(value) ? value : {};
}
