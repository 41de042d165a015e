import type { AnyAdapter } from "../../server/adapters/contract";
import type { ActDoor, AwsCommand, ReadDoor } from "../../server/aws/door";
import { FaultError } from "../../server/core/fault";
import type { EngineDoors } from "../../server/engine/ports";
import { type LampDetail, lampWorld } from "../../server/testing/lamp";
import type { ApplyRequest } from "./world";

/** The lamp of the engine's tests, with its world behind a door: every change goes through `act`, as with AWS. */

class LampClient {
  readonly config = {};
}

class LampCommand<In extends object, Out extends object> implements AwsCommand<In, Out> {
  constructor(readonly input: In) {}

  resolveMiddleware(): never {
    throw new Error("A lamp's command goes through no SDK");
  }
}

type Lamps = Readonly<Record<string, LampDetail>>;
type Items = ApplyRequest["items"];
type Apply = Pick<ApplyRequest, "op" | "items">;

/** `beforeGuard`: called when a change is about to be asked for, before the engine looks at its lease. */
export function lampAdapter(beforeGuard: () => void): AnyAdapter {
  const { adapter } = lampWorld({});
  return {
    ...(adapter as unknown as AnyAdapter),
    // Never given up: a slow machine is not what is tested.
    timing: { ...adapter.timing, giveUpSeconds: 36_000 },
    async *discover(aws: ReadDoor, only: readonly string[] = []) {
      const lamps = await aws.read(LampClient, new LampCommand<readonly string[], Lamps>(only));
      for (const [id, detail] of Object.entries(lamps)) {
        yield { nativeId: id, arn: `arn:lamp:${id}`, name: id, type: "lamp", tags: {}, detail };
      }
    },
    async apply(aws: ActDoor, op: string, items: Items) {
      beforeGuard();
      await aws.act(LampClient, new LampCommand<Apply, object>({ op, items }));
      return items.map(({ nativeId }) => ({ nativeId, fault: null }));
    },
  };
}

export interface LampDoors {
  readonly worldUrl: string;
  /** Name of this process, for the world's record. */
  readonly process: string;
  /** Called when the engine has let a call through for the last time, before it leaves. */
  readonly beforeCall: () => void;
}

export function lampDoors({ worldUrl, process, beforeCall }: LampDoors): EngineDoors {
  async function ask(path: string, body: object): Promise<object> {
    try {
      const response = await fetch(`${worldUrl}${path}`, { method: "POST", body: JSON.stringify(body) });
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as object;
    } catch (error) {
      throw new FaultError({ code: "transient", reason: String(error), remedy: "" });
    }
  }
  const doorTo = (accountId: string, region: string): ActDoor => ({
    accountId,
    region,
    now: () => new Date(),
    facts: (_fact, keys, read) => read(keys),
    read: async <In extends object, Out extends object>(_client: unknown, { input }: AwsCommand<In, Out>) =>
      (await ask("/look", input)) as Out,
    act: async <In extends object, Out extends object>(
      _client: unknown,
      { input }: AwsCommand<In, Out>,
      permit: () => Promise<void> = async () => {},
    ) => {
      // Before the lease is asked for: a process may be stopped between any two instructions.
      const sentAt = Date.now();
      await permit();
      beforeCall();
      return (await ask("/apply", { ...input, process, sentAt })) as Out;
    },
  });
  return {
    read: async (accountId, region) => doorTo(accountId, region),
    act: async (accountId, region) => doorTo(accountId, region),
    pace: () => 0.05,
  };
}
