/** Two snapshots of the crowd (crowd.py), compared. Pure. */

export type Snapshot = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The crowd's name of each kind of resource, where a snapshot can tell whether it is off. */
const crowdNames: Readonly<Record<string, string>> = {
  "autoscaling.group": "asg",
  "cloudwatch.alarm": "alarm",
  "dynamodb.table": "dynamodb",
  "ec2.instance": "ec2",
  "ecs.service": "ecs",
  "kinesis.stream": "kinesis",
  "lambda.function": "lambda",
  "rds.instance": "rds",
  "sagemaker.endpoint": "sagemaker",
};

/** The kinds that the crowd has something of. */
export const crowdKinds: readonly string[] = Object.keys(crowdNames);

/** What of the crowd is compared, by the crowd's own names. */
export const comparedKinds: readonly string[] = Object.values(crowdNames).sort();

export function only(snapshot: Snapshot, kinds: readonly string[]): Snapshot {
  return Object.fromEntries(Object.entries(snapshot).filter(([key]) => kinds.includes(kindOf(key))));
}

/** Each resource and field that is not as it was, by kind. */
export function changesBetween(before: Snapshot, after: Snapshot): readonly string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => {
    const old = before[key];
    const now = after[key];
    if (!old || !now) return [`${kindOf(key)} ${old ? "gone" : "new"}`];
    const fields = Object.keys(old).filter((field) => JSON.stringify(old[field]) !== JSON.stringify(now[field]));
    return fields.map((field) => `${kindOf(key)}.${field}`);
  });
}

/** What a pause of the whole crowd has to have stopped. A group is off when its members are. */
export function stillOn(off: Snapshot): readonly string[] {
  return Object.entries(off).flatMap(([key, one]) => {
    const isOn =
      (one.state ?? "stopped") !== "stopped" ||
      (one.status ?? "stopped") !== "stopped" ||
      (kindOf(key) === "ecs" && one.desired !== 0) ||
      (kindOf(key) === "lambda" && one.reserved !== 0) ||
      (kindOf(key) === "kinesis" && one.shards !== 1) ||
      (kindOf(key) === "dynamodb" && one.mode !== "PAY_PER_REQUEST") ||
      kindOf(key) === "sagemaker" ||
      one.actions === true;
    return isOn ? [kindOf(key)] : [];
  });
}

function kindOf(key: string): string {
  return key.split("/")[0] ?? "";
}
