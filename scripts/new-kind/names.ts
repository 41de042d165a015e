/** What a new kind is called in each place. */
export interface KindNames {
  /** "quartz.tableLamp" */
  readonly kind: string;
  readonly title: string;
  readonly service: string;
  /** "tableLamp" */
  readonly thing: string;
  /** "table-lamp" */
  readonly file: string;
  /** "TableLamp" */
  readonly type: string;
  /** "quartzTableLamp" */
  readonly adapter: string;
}

/** @throws Error that says what a name has to be like */
export function namesOf(kind = "", title = ""): KindNames {
  const parts = /^(?<service>[a-z][a-z0-9]*)\.(?<thing>[a-z][A-Za-z0-9]*)$/.exec(kind)?.groups;
  if (!parts?.service || !parts.thing) {
    throw new Error(`${kind || "Nothing"} is no kind: a kind is service.thing, such as ec2.natGateway`);
  }
  if (!/^[A-Z][\w .()/-]{1,60}$/.test(title)) {
    throw new Error(`Give it a title that a person reads, in the singular: npm run new:kind -- ${kind} "NAT gateway"`);
  }
  const { service, thing } = parts;
  const type = `${thing.charAt(0).toUpperCase()}${thing.slice(1)}`;
  return { kind, title, service, thing, file: kebab(thing), type, adapter: `${service}${type}` };
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
