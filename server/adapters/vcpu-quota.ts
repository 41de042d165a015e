import type { Instance } from "@aws-sdk/client-ec2";
import { GetServiceQuotaCommand, ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { ReadDoor } from "../aws/door";
import { readInstances } from "../aws/reads/ec2";
import { groupBy } from "../core/group-by";
import type { Hazard } from "../core/plan";

/**
 * How many vCPUs of On-Demand machines may run in a region, by families (EC2 User Guide, "Amazon EC2 On-Demand Instance
 * limits"). Stopped machines do not count, so somebody else may have taken the room meanwhile.
 */
interface Quota {
  readonly code: string;
  readonly name: string;
}

const quotas: readonly (Quota & { readonly families: RegExp })[] = [
  { code: "L-1216C47A", name: "Standard (A, C, D, H, I, M, R, T, Z)", families: /^(a|c|d|h|i|im|is|m|r|t|z)\d/ },
  { code: "L-DB2E81BA", name: "G and VT", families: /^(g|gr|vt)\d/ },
  { code: "L-417A185B", name: "P", families: /^p\d/ },
  { code: "L-7295265B", name: "X", families: /^x\d/ },
  { code: "L-74FC7D96", name: "F", families: /^f\d/ },
  { code: "L-1945791B", name: "Inf", families: /^inf\d/ },
  { code: "L-2C3B7624", name: "Trn", families: /^trn\d/ },
  { code: "L-6E869C2A", name: "DL", families: /^dl\d/ },
  { code: "L-F7808C92", name: "HPC", families: /^hpc\d/ },
  { code: "L-43DA4232", name: "High Memory", families: /^(u-|u\d)/ },
];

export const vcpuQuotaRead = "servicequotas:GetServiceQuota";

/** Null: a family that is counted in another way, as mac by its hosts. */
export function quotaOf(type: string): Quota | null {
  return quotas.find(({ families }) => families.test(type)) ?? null;
}

/**
 * What speaks against starting these instances together, by instance id: those of a family whose vCPUs would be more than
 * the account may run. Standby starts what fits and goes on trying the rest, so it is a warning and no refusal.
 */
export async function vcpuQuotaHazards(aws: ReadDoor, ids: readonly string[]): Promise<ReadonlyMap<string, Hazard>> {
  if (ids.length === 0) return new Map();
  const all = (await readInstances(aws)).flatMap(({ id, instance }) => countedOf(id, instance));
  const wanted = new Set(ids);
  const starting = all.filter(({ id, isRunning }) => wanted.has(id) && !isRunning);
  const hazards = await Promise.all(
    groupBy(starting, ({ quota }) => quota.code).map(async (some) => {
      const { quota } = some[0];
      const { Quota: found } = await aws.read(
        ServiceQuotasClient,
        new GetServiceQuotaCommand({ ServiceCode: "ec2", QuotaCode: quota.code }),
      );
      const running = all.filter((one) => one.isRunning && one.quota.code === quota.code);
      const hazard = tooSmall(quota, found?.Value ?? null, vcpusOf(running), vcpusOf(some));
      return hazard ? some.map(({ id }) => [id, hazard] as const) : [];
    }),
  );
  return new Map(hazards.flat());
}

interface Counted {
  readonly id: string;
  readonly quota: Quota;
  /** Null: AWS does not tell. */
  readonly vcpus: number | null;
  readonly isRunning: boolean;
}

/** Spot has a quota of its own, and what runs on a dedicated host is counted by the host. */
function countedOf(id: string, instance: Instance): readonly Counted[] {
  const quota = quotaOf(instance.InstanceType ?? "");
  if (!quota || instance.InstanceLifecycle === "spot" || instance.Placement?.Tenancy === "host") return [];
  const { CoreCount, ThreadsPerCore } = instance.CpuOptions ?? {};
  const vcpus = CoreCount && ThreadsPerCore ? CoreCount * ThreadsPerCore : null;
  return [{ id, quota, vcpus, isRunning: ["pending", "running"].includes(instance.State?.Name ?? "") }];
}

function vcpusOf(counted: readonly Counted[]) {
  return {
    least: counted.reduce((sum, { vcpus }) => sum + (vcpus ?? 0), 0),
    isAll: counted.every(({ vcpus }) => vcpus !== null),
  };
}

type Vcpus = ReturnType<typeof vcpusOf>;

/** Null: there is room, or the account's limit is not told. */
export function tooSmall(quota: Quota, limit: number | null, running: Vcpus, starting: Vcpus): Hazard | null {
  if (limit === null || running.least + starting.least <= limit) return null;
  const least = ({ least, isAll }: Vcpus) => `${isAll ? "" : "at least "}${least}`;
  return {
    level: "warning",
    code: "vcpu-quota",
    title: "The account may not run so many vCPUs",
    detail:
      `Of ${limit} vCPUs for On-Demand ${quota.name} machines ${least(running)} run, and these need ${least(starting)}. ` +
      `Standby starts what fits and goes on trying the rest. Ask for more in Service Quotas: ${quota.code}.`,
  };
}
