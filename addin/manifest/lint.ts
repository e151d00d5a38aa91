/**
 * Checks manifest.xml without the network: Microsoft's own validator only works online. Finds what makes Outlook refuse
 * a manifest or show an empty pane: order, unknown elements and attributes, dangling or doubled ids, lengths, addresses
 * that are not https or of another origin, icons that are missing or of the wrong size.
 */
import { DOMParser, type Element as XmlElement } from '@xmldom/xmldom';
import {
  attributes,
  buttonIcons,
  children,
  maxResidLength,
  maxStringLength,
  mobileIcons,
  texts,
} from './grammar.ts';

/** Width and height of the PNG that is served under this path (`/assets/icon-16.png`), or null when there is none. */
export type IconSize = (path: string) => { width: number; height: number } | null;

/** Problems in words, each with where it stands; none: the manifest is good. Never throws for what the XML is like. */
export const lintManifest = (xml: string, iconSize: IconSize): string[] => {
  const problems: string[] = [];
  const root = parse(xml, problems);
  if (root === null) return problems;
  if (root.tagName !== 'OfficeApp') return [`<${root.tagName}> is not <OfficeApp>`];
  const report = (element: XmlElement, problem: string) =>
    problems.push(`line ${element.lineNumber ?? 0}, <${element.tagName}>: ${problem}`);
  for (const element of [root, ...descendants(root)]) {
    lintChildren(element, report);
    lintAttributes(element, report);
    lintText(element, report);
    if (element.tagName === 'Control') lintIcons(element, report);
  }
  for (const overrides of descendants(root).filter(({ tagName }) => tagName === 'VersionOverrides')) {
    lintResources(overrides, iconSize, report);
  }
  lintIds(root, report);
  lintOrigin(root, report);
  lintListIcons(root, iconSize, report);
  return problems;
};

type Report = (element: XmlElement, problem: string) => void;

const parse = (xml: string, problems: string[]): XmlElement | null => {
  try {
    const parser = new DOMParser({
      onError: (level, message) => {
        if (level !== 'warning') throw new Error(message);
      },
    });
    return parser.parseFromString(xml, 'text/xml').documentElement;
  } catch (error) {
    problems.push(`not well-formed XML: ${String((error as { message?: string }).message)}`);
    return null;
  }
};

const childElements = (element: XmlElement): XmlElement[] =>
  Array.from(element.childNodes).filter((node): node is XmlElement => node.nodeType === 1);

const descendants = (element: XmlElement): XmlElement[] =>
  childElements(element).flatMap((child) => [child, ...descendants(child)]);

/** The most exact rule for where this element stands: `A/B/C`, then `B/C`, then `C`. */
const ruleFor = <T>(rules: Record<string, T>, element: XmlElement): T | undefined => {
  const path: string[] = [];
  for (let at: XmlElement | null = element; at !== null; at = at.parentElement) path.unshift(at.tagName);
  for (const length of [3, 2, 1]) {
    const rule = rules[path.slice(-length).join('/')];
    if (rule !== undefined) return rule;
  }
  return undefined;
};

const lintChildren = (element: XmlElement, report: Report): void => {
  const rule = ruleFor(children, element) ?? [];
  const known = rule.map((entry) => ({
    name: entry.replace(/[!*]/gu, ''),
    required: entry.includes('!'),
    many: entry.includes('*'),
  }));
  const found = childElements(element);
  let last = -1;
  for (const child of found) {
    const place = known.findIndex(({ name }) => name === child.tagName);
    if (place === -1) report(child, `not known inside <${element.tagName}>`);
    else if (place < last) report(child, `stands after <${known[last]?.name}>, which must follow it`);
    else if (place === last && known[place]?.many !== true) report(child, 'stands here twice');
    last = Math.max(last, place);
  }
  for (const { name, required } of known) {
    if (required && !found.some(({ tagName }) => tagName === name)) report(element, `lacks <${name}>`);
  }
};

const lintAttributes = (element: XmlElement, report: Report): void => {
  const rule = ruleFor(attributes, element) ?? {};
  for (const { name, value } of Array.from(element.attributes)) {
    if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
    const pattern = rule[name];
    if (pattern === undefined) report(element, `attribute ${name} is not known here`);
    else if (!pattern.test(value)) report(element, `${name}="${value}" is not allowed`);
  }
  for (const name of ['DefaultValue', 'resid', 'Name', 'Value', 'Locale', 'id'] as const) {
    if (rule[name] !== undefined && !element.hasAttribute(name)) report(element, `lacks ${name}`);
  }
};

const lintText = (element: XmlElement, report: Report): void => {
  const pattern = texts[element.tagName];
  const text = element.textContent ?? '';
  if (pattern !== undefined && !pattern.test(text)) report(element, `"${text}" is not allowed`);
};

const lintIcons = (control: XmlElement, report: Report): void => {
  const icon = childElements(control).find(({ tagName }) => tagName === 'Icon');
  if (icon === undefined) return;
  const has = childElements(icon).map((image) =>
    [image.getAttribute('size'), image.getAttribute('scale')].filter((part) => part !== null).join('x'),
  );
  const mobile = control.getAttribute('xsi:type') === 'MobileButton';
  const wanted = mobile
    ? mobileIcons.flatMap((size) => [`${size}x1`, `${size}x2`, `${size}x3`])
    : [...buttonIcons];
  for (const size of wanted) if (!has.includes(size)) report(icon, `lacks the image of ${size}`);
};

/** Each resid points at a resource of its own VersionOverrides, of the right kind; none is doubled, none is left over. */
const lintResources = (overrides: XmlElement, iconSize: IconSize, report: Report): void => {
  const resources = childElements(overrides).find(({ tagName }) => tagName === 'Resources');
  if (resources === undefined) return;
  const byId = new Map<string, XmlElement>();
  for (const entry of childElements(resources).flatMap(childElements)) {
    const id = entry.getAttribute('id') ?? '';
    if (id.length > maxResidLength) report(entry, `id "${id}" is longer than ${maxResidLength}`);
    if (byId.has(id)) report(entry, `id "${id}" is there twice`);
    byId.set(id, entry);
    lintLength(entry, report);
  }
  const used = new Set<string>();
  for (const element of ownDescendants(overrides)) {
    const resid = element.getAttribute('resid');
    if (resid === null) continue;
    used.add(resid);
    const target = byId.get(resid);
    if (target === undefined) report(element, `resid "${resid}" points at nothing`);
    else if (target.parentElement?.tagName !== kindFor(element))
      report(element, `resid "${resid}" is of another kind`);
    else if (element.tagName === 'bt:Image')
      lintIconFile(target, Number(element.getAttribute('size')), iconSize, report);
  }
  for (const [id, entry] of byId) if (!used.has(id)) report(entry, `"${id}" is used nowhere`);
};

/** Everything inside, without a VersionOverrides within: that one has its own resources. */
const ownDescendants = (element: XmlElement): XmlElement[] =>
  childElements(element)
    .filter(({ tagName }) => tagName !== 'VersionOverrides')
    .flatMap((child) => [child, ...ownDescendants(child)]);

const kindFor = ({ tagName }: XmlElement): string => {
  if (tagName === 'bt:Image') return 'bt:Images';
  if (tagName === 'SourceLocation' || tagName === 'FunctionFile') return 'bt:Urls';
  return tagName === 'Description' ? 'bt:LongStrings' : 'bt:ShortStrings';
};

const lintLength = (entry: XmlElement, report: Report): void => {
  const longest = maxStringLength[entry.parentElement?.tagName ?? ''];
  if (longest === undefined) return;
  const values = [
    entry.getAttribute('DefaultValue'),
    ...childElements(entry).map((one) => one.getAttribute('Value')),
  ];
  for (const value of values) {
    if ((value ?? '').length > longest)
      report(entry, `text of ${value?.length} characters, ${longest} is the longest`);
  }
};

const lintIconFile = (at: XmlElement, size: number, iconSize: IconSize, report: Report): void => {
  const address = at.getAttribute('DefaultValue') ?? '';
  if (!URL.canParse(address)) return;
  const { pathname } = new URL(address);
  const found = iconSize(pathname);
  if (found === null) report(at, `${pathname} is not there or no PNG`);
  else if (found.width !== size || found.height !== size) {
    report(at, `${pathname} is ${found.width} by ${found.height}, ${size} by ${size} is wanted`);
  }
};

/** The two icons of the list of add-ins have sizes of their own. */
const lintListIcons = (root: XmlElement, iconSize: IconSize, report: Report): void => {
  for (const child of childElements(root)) {
    if (child.tagName === 'IconUrl') lintIconFile(child, 64, iconSize, report);
    if (child.tagName === 'HighResolutionIconUrl') lintIconFile(child, 128, iconSize, report);
  }
};

/** Ids of groups and controls are unique in one VersionOverrides. */
const lintIds = (root: XmlElement, report: Report): void => {
  for (const overrides of descendants(root).filter(({ tagName }) => tagName === 'VersionOverrides')) {
    const seen = new Set<string>();
    for (const element of ownDescendants(overrides)) {
      if (element.tagName !== 'Group' && element.tagName !== 'Control') continue;
      const id = element.getAttribute('id') ?? '';
      if (seen.has(id)) report(element, `id "${id}" is there twice`);
      seen.add(id);
    }
  }
};

/** All our addresses are of one origin, and that one is an AppDomain: the build replaces it as a whole. */
const lintOrigin = (root: XmlElement, report: Report): void => {
  const domains = descendants(root)
    .filter(({ tagName }) => tagName === 'AppDomain')
    .map((domain) => domain.textContent);
  const origins = new Set<string>();
  for (const element of descendants(root)) {
    const address = element.getAttribute('DefaultValue') ?? '';
    if (!/^https?:/u.test(address)) continue;
    if (!URL.canParse(address)) report(element, `"${address}" is no address`);
    else {
      const { origin } = new URL(address);
      if (!domains.includes(origin)) report(element, `${origin} is not among the AppDomains`);
      origins.add(origin);
    }
  }
  if (origins.size > 1) report(root, `addresses of more than one origin: ${[...origins].join(', ')}`);
};
