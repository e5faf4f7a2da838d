const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const ADDRESS = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const CIDR = new RegExp(`^(${OCTET}(?:\\.${OCTET}){3})/(3[0-2]|[12]?\\d)$`);
const WILDCARD = new RegExp(`^(?:${OCTET}|\\*)(?:\\.(?:${OCTET}|\\*)){3}$`);

const toNumber = (address: string): number =>
	address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);

/** `::ffff:127.0.0.1` and `::1` as IPv4. */
export const toIpv4 = (address: string): string => (address === '::1' ? '127.0.0.1' : address.replace(/^::ffff:/, ''));

/** Whether an entry of an allow list is an IPv4 address or a CIDR range; with `wildcards` also `123.12.1.*`. */
export const isIpRule = (rule: string, wildcards: boolean): boolean =>
	ADDRESS.test(rule) || CIDR.test(rule) || (wildcards && WILDCARD.test(rule));

/** Whether the allow list lets an address through. */
export const ipAllowed = (address: string, rules: readonly string[]): boolean => {
	const ipv4 = toIpv4(address);
	return ADDRESS.test(ipv4) && rules.some((rule) => matches(ipv4, rule));
};

function matches(ipv4: string, rule: string): boolean {
	const cidr = CIDR.exec(rule);
	if (cidr?.[1] !== undefined) {
		const size = 2 ** (32 - Number(cidr[2]));
		return Math.floor(toNumber(ipv4) / size) === Math.floor(toNumber(cidr[1]) / size);
	}
	const octets = ipv4.split('.');
	return rule.split('.').every((part, index) => part === '*' || part === octets[index]);
}
