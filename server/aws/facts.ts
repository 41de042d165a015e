/**
 * What AWS never changes, so that it is asked once and not at every look. Only these: everything else that a look sees is
 * state, and state is always read afresh.
 *
 * Instance types: whether a type has instance-store disks is part of what the type is, in every region.
 * Task definitions: a revision cannot be edited, and ECS keeps it for as long as a service names it (ECS API reference,
 * DeleteTaskDefinitions: it stays in DELETE_IN_PROGRESS until the services that use it are gone).
 * Bucket sizes of a day, with the day in the key: S3 tells CloudWatch once a day, and CloudWatch bills each look.
 * The account behind the credentials: other credentials are another entry.
 */
export type Fact =
  | "cloudwatch:BucketSizeBytes"
  | "ec2:DescribeInstanceTypes"
  | "ecs:DescribeTaskDefinition"
  | "sts:GetCallerIdentity";

export interface Facts {
  /** What is known by these keys. `read` is asked for the others only; what it leaves out is asked for again next time. */
  of<T>(fact: Fact, keys: readonly string[], read: ReadFacts<T>): Promise<ReadonlyMap<string, T>>;
}

export type ReadFacts<T> = (unknown: readonly string[]) => Promise<ReadonlyMap<string, T>>;

/** An account uses some hundred types and revisions; beyond this the oldest are forgotten. */
const keptAtMost = 5_000;

/** The facts of one account: the few words that an adapter needs, not AWS's whole answers. */
export function createFacts(): Facts {
  const kept = new Map<string, unknown>();
  return {
    async of<T>(fact: Fact, keys: readonly string[], read: ReadFacts<T>) {
      const named = (key: string) => `${fact} ${key}`;
      const unknown = keys.filter((key) => !kept.has(named(key)));
      if (unknown.length > 0) for (const [key, value] of await read(unknown)) kept.set(named(key), value);
      const found = keys.filter((key) => kept.has(named(key)));
      const facts = new Map(found.map((key) => [key, kept.get(named(key)) as T]));
      for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - keptAtMost))) kept.delete(oldest);
      return facts;
    },
  };
}
