import {
  DescribeKeyCommand,
  type KeyListEntry,
  type KeyMetadata,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
} from "@aws-sdk/client-kms";
import { z } from "zod";
import { chunks, pages, type ReadDoor } from "../../aws/door";
import { FaultError } from "../../core/fault";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { isWanted, withTags } from "../listing";
import { type Advice, defineReport } from "../report";

const unreadable = "unreadable";

const detail = z.strictObject({
  /** Enabled, Disabled, PendingDeletion, PendingImport, Unavailable; `unreadable` where its own policy denies the look. */
  state: z.string(),
  aliases: z.array(z.string()),
  description: z.string(),
  spec: z.string().nullable(),
  multiRegion: z.boolean(),
  createdAt: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A key of your own bills each month until it is deleted, disabled or not",
  remedy: "Schedule its deletion only where nothing is encrypted with it any more: that data is lost with it, for good",
};

/** Customer managed KMS keys. Those that AWS keeps for its services are free, and left out by their alias. */
export const kmsKey = defineReport<Detail>({
  kind: "kms.key",
  title: "KMS key",
  plural: "KMS keys",
  billedAs: "AWS Key Management Service",
  terraform: ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"],
  about,
  read: ["kms:ListKeys", "kms:ListAliases", "kms:DescribeKey", "tag:GetResources"],
  detail,
  advise,
  price,
  discover,
});

function advise({ detail: { state } }: Observed<Detail>): Advice {
  if (isGoing(state)) {
    const remedy =
      "Nothing is to be done: it bills nothing while it waits. Cancel the deletion if it is needed after all";
    return { saw: state, ...about, remedy };
  }
  if (state === "Disabled") {
    const remedy = `Look in CloudTrail for who was refused since it is disabled. ${about.remedy}`;
    return { saw: state, ...about, remedy };
  }
  return { saw: state, ...about };
}

function isGoing(state: string): boolean {
  return state === "PendingDeletion" || state === "PendingReplicaDeletion";
}

/** The first two rotations of a key bill as much again each; how many there were the key does not tell (AWS KMS pricing). */
function price({ detail: { state } }: Observed<Detail>): readonly CostLine[] {
  const line = { unit: "month", stopsWhenPaused: false } as const;
  const isFree = isGoing(state);
  const note = isFree ? "free while it waits for its deletion" : "one, without its rotations";
  return [
    { ...line, label: "Key", note, price: { table: "security", key: "kmsKey" }, quantity: isFree ? 0 : 1 },
    { ...line, label: "Calls", note: "by 10,000 calls", price: null, quantity: "metered" },
  ];
}

/** One key a call, and AWS allows some thousand a second (KMS request quotas). */
const readAtOnce = 20;

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const keys = (await allKeys(aws)).filter(({ KeyId }) => isWanted(KeyId, only));
  if (keys.length === 0) return;
  const aliases = await allAliases(aws);
  const own = keys.filter(({ KeyId = "" }) => !aliases.get(KeyId)?.some((alias) => alias.startsWith("alias/aws/")));
  const told: (KeyMetadata | FaultError)[] = [];
  for (const some of chunks(own, readAtOnce)) {
    told.push(...(await Promise.all(some.map(({ KeyId = "" }) => describe(aws, KeyId)))));
  }
  const [first] = told;
  // A key's own policy may deny a look at it; where all are denied, it is the role that may not.
  if (first instanceof FaultError && told.every((one) => one instanceof FaultError)) throw first;
  const seen = own.flatMap((key, index) => {
    const one = told[index];
    const metadata = one instanceof FaultError ? null : one;
    return metadata?.KeyManager === "AWS" ? [] : [observed(key, metadata ?? null, aliases.get(key.KeyId ?? "") ?? [])];
  });
  yield* await withTags(aws, null, seen);
}

async function allKeys(aws: ReadDoor): Promise<readonly KeyListEntry[]> {
  const found: KeyListEntry[] = [];
  const list = pages(
    (Marker) => aws.read(KMSClient, new ListKeysCommand({ Limit: 1000, ...(Marker && { Marker }) })),
    (out) => out.NextMarker,
  );
  for await (const { Keys = [] } of list) found.push(...Keys);
  return found;
}

async function allAliases(aws: ReadDoor): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  const list = pages(
    (Marker) => aws.read(KMSClient, new ListAliasesCommand({ Limit: 100, ...(Marker && { Marker }) })),
    (out) => out.NextMarker,
  );
  for await (const { Aliases = [] } of list) {
    for (const { TargetKeyId = "", AliasName = "" } of Aliases) {
      found.set(TargetKeyId, [...(found.get(TargetKeyId) ?? []), AliasName].sort());
    }
  }
  return found;
}

async function describe(aws: ReadDoor, KeyId: string): Promise<KeyMetadata | FaultError> {
  try {
    return (await aws.read(KMSClient, new DescribeKeyCommand({ KeyId }))).KeyMetadata ?? { KeyId };
  } catch (error) {
    if (error instanceof FaultError && error.fault.code === "denied") return error;
    throw error;
  }
}

function observed(
  key: KeyListEntry,
  one: KeyMetadata | null,
  aliases: readonly string[],
): Omit<Observed<Detail>, "tags"> {
  const id = key.KeyId ?? "";
  const [alias] = aliases;
  return {
    nativeId: id,
    arn: key.KeyArn ?? "",
    name: alias?.replace(/^alias\//, "") || id,
    type: one?.KeySpec ?? "key",
    detail: {
      state: one ? (one.KeyState ?? "unknown") : unreadable,
      aliases: [...aliases],
      description: one?.Description ?? "",
      spec: one?.KeySpec ?? null,
      multiRegion: one?.MultiRegion ?? false,
      createdAt: one?.CreationDate?.toISOString() ?? null,
    },
  };
}
