import { DescribeRegionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Account } from "../core/account";
import { type Fault, FaultError } from "../core/fault";
import type { Clock, Random } from "../core/ports";
import { withRetries } from "./attempts";
import { createBuckets } from "./buckets";
import { type Client, type ClientShelf, type Clients, createClients, sharedHandler } from "./clients";
import { createCounters } from "./counters";
import type { ActDoor, AnswerCall, AwsCall, AwsCommand, ClientClass, Doors, ReadDoor } from "./door";
import { createFacts, type Facts } from "./facts";
import { createIdentity, type Identity } from "./identity";
import { createMemo, type Memo } from "./memo";
import { isRead, operationName } from "./services";

/** One attempt, for the log. */
export interface CallOutcome {
  readonly attempt: number;
  /** With the wait for a place under AWS's limits. */
  readonly milliseconds: number;
  /** Null: AWS answered. */
  readonly fault: Fault | null;
}

export interface DoorsOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Rejects when there is no such account. */
  readonly account: (id: string) => Promise<Account>;
  /** Answers for the sandbox account; null where there is none. */
  readonly sandbox: AnswerCall | null;
  /** How fast waiting goes with AWS: 1, except in tests. */
  readonly pace: number;
  readonly sandboxPace: number;
  /** One endpoint for all services, for tests against a fake AWS. The SDK honours AWS_ENDPOINT_URL by itself. */
  readonly endpoint?: string;
  /** Where an account's regions are asked for when it is not limited to some. */
  readonly region?: string;
  readonly onCall?: (call: AwsCall, outcome: CallOutcome) => void;
}

/** A region is enabled or disabled by a person and takes minutes to hours (AWS Account Management); a day old is fresh. */
const regionsKeptMs = 24 * 3_600_000;

/** An account as it was last loaded, and what hangs on its credentials. */
interface Entry {
  readonly account: Account;
  readonly clients: Clients;
  readonly facts: Facts;
  readonly identity: Identity;
  /** Its enabled regions as AWS told them, and until when that holds. */
  readonly enabled: { regions: readonly string[]; until: number };
}

/** All ways to AWS. Nothing else creates SDK clients, waits for AWS's limits, tries again or counts calls. */
export function createDoors(options: DoorsOptions): Doors {
  const { clock, random, onCall } = options;
  const requestHandler = sharedHandler();
  const shelf: ClientShelf = new Set();
  const buckets = createBuckets(clock);
  const counters = createCounters();
  const entries = new Map<string, Entry>();

  const load = async (accountId: string): Promise<Entry> => {
    const account = await options.account(accountId);
    const known = entries.get(accountId);
    const entry = known && sameCredentials(known.account, account) ? { ...known, account } : open(account);
    entries.set(accountId, entry);
    return entry;
  };

  const open = (account: Account): Entry => {
    const isSandbox = account.credentials.type === "sandbox";
    if (isSandbox && !options.sandbox) throw new Error(`There is no sandbox behind account ${account.id}; turn it on`);
    const clients = createClients(account, {
      clock,
      shelf,
      requestHandler,
      answer: isSandbox ? options.sandbox : null,
      homeRegion: homeRegion(account),
      ...(options.endpoint && { endpoint: options.endpoint }),
    });
    const enabled = { regions: [], until: Number.NEGATIVE_INFINITY };
    return { account, clients, facts: createFacts(), identity: createIdentity(clock), enabled };
  };

  const homeRegion = (account: Account): string => account.regions?.[0] ?? options.region ?? "us-east-1";

  const paceOf = (account: Account): number =>
    account.credentials.type === "sandbox" ? options.sandboxPace : options.pace;

  /** `leaving` is asked before each try leaves, once AWS's limits have room for it. */
  const send = async (
    account: Account,
    client: Client,
    call: AwsCall,
    command: object,
    leaving: () => void | Promise<void>,
  ) => {
    const pace = paceOf(account);
    return withRetries({
      call,
      clock,
      random,
      pace,
      attempt: async () => {
        if (account.credentials.type !== "sandbox") await buckets.admit(call, pace);
        await leaving();
        return client.send(command);
      },
      onAttempt: (attempt, fault, milliseconds) => {
        counters.add(call, fault?.code ?? null);
        if (fault?.code === "throttled") buckets.refused(call);
        onCall?.(call, { attempt, milliseconds, fault });
      },
    });
  };

  const numberOf = async (entry: Entry): Promise<string> => {
    const door = readDoor(entry, homeRegion(entry.account));
    const { Account } = await door.read(STSClient, new GetCallerIdentityCommand({}));
    if (Account) return Account;
    throw new FaultError({ code: "unknown", reason: "AWS did not tell the account's number", remedy: "Try again" });
  };

  const proved = (entry: Entry): Promise<void> => entry.identity.proved(entry.account, () => numberOf(entry));

  const readDoor = (entry: Entry, region: string, memo?: Memo, onSend = () => {}): ReadDoor => ({
    accountId: entry.account.id,
    region,
    now: () => clock.now(),
    facts: entry.facts.of,
    async read<In extends object, Out extends object>(of: ClientClass, command: AwsCommand<In, Out>): Promise<Out> {
      const operation = operationName(command);
      if (!isRead(operation)) throw new Error(`${operation} is not a read and is refused at the reading door`);
      const { account, clients } = entry;
      const client = clients.get(of, region);
      const call = { accountId: account.id, region, service: client.service, operation, input: command.input };
      const answer = async () => {
        if (operation !== "GetCallerIdentity") await proved(entry);
        return send(account, client, call, command, onSend);
      };
      return (await (memo ? memo.once(call, answer) : answer())) as Out;
    },
  });

  const actDoor = (entry: Entry, region: string): ActDoor => ({
    ...readDoor(entry, region),
    async act<In extends object, Out extends object>(
      of: ClientClass,
      command: AwsCommand<In, Out>,
      permit: () => void | Promise<void> = () => {},
    ): Promise<Out> {
      const { account, clients } = entry;
      const client = clients.get(of, region);
      const operation = operationName(command);
      const call = { accountId: account.id, region, service: client.service, operation, input: command.input };
      await proved(entry);
      return (await send(account, client, call, command, permit)) as Out;
    },
  });

  return {
    read: async (accountId, region) => readDoor(await load(accountId), region),
    act: async (accountId, region) => actDoor(await load(accountId), region),

    async scan(accountId) {
      const entry = await load(accountId);
      const memo = createMemo();
      let calls = 0;
      const onSend = () => {
        calls += 1;
      };
      return { region: (region) => readDoor(entry, region, memo, onSend), calls: () => calls };
    },

    async regions(accountId) {
      const entry = await load(accountId);
      if (entry.account.regions) return entry.account.regions;
      const now = clock.now().getTime();
      if (now >= entry.enabled.until) {
        entry.enabled.regions = await enabledRegions(readDoor(entry, homeRegion(entry.account)));
        entry.enabled.until = now + regionsKeptMs;
      }
      return entry.enabled.regions;
    },

    identity: async (accountId) => numberOf(await load(accountId)),

    pace(accountId) {
      const entry = entries.get(accountId);
      return entry ? paceOf(entry.account) : options.pace;
    },

    counts: counters.all,
  };
}

/** The regions that are enabled in the account, by name: DescribeRegions leaves the others out by default. */
async function enabledRegions(aws: ReadDoor): Promise<readonly string[]> {
  const { Regions = [] } = await aws.read(EC2Client, new DescribeRegionsCommand({}));
  return Regions.flatMap(({ RegionName }) => RegionName ?? []).sort();
}

function sameCredentials(one: Account, other: Account): boolean {
  return JSON.stringify(one.credentials) === JSON.stringify(other.credentials);
}
