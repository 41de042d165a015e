import type { CostLine } from "../../core/money";
import { metered, unpriced } from "../listing";
import type { Ready, SeenApplication } from "./application-detail";

/**
 * "You will be paying for provisioned pre-initialized workers even when the application is idle" (EMR Serverless User Guide):
 * by their vCPU and their memory, and by what their disks have above 20 GB.
 */
export function price({ detail: { configuration } }: SeenApplication): readonly CostLine[] {
  const { ready, stopsAfterMinutes, architecture } = configuration;
  const jobs = metered("Workers of jobs", "while they run");
  return [jobs, ...(ready.length > 0 ? keptReady(ready, stopsAfterMinutes, architecture ?? "X86_64") : [])].map(
    (line) => ({ ...line, stopsWhenPaused: true }),
  );
}

/** Where it stops by itself the most of a day bills nothing, and only the bill knows how much: rates, and no figure. */
function keptReady(ready: readonly Ready[], stopsAfterMinutes: number | null, processor: string): readonly CostLine[] {
  const label = "Workers kept ready";
  const each = ready.map(({ role, workers, ...size }) => `${workers ?? "?"} × ${role} (${sizeOf(size)})`).join(", ");
  const until =
    stopsAfterMinutes === null ? "it never stops by itself" : `it stops after ${stopsAfterMinutes} idle minutes`;
  const note = `${each}, while it is started: ${until}`;
  const vcpus = sumOf(ready, "cpu");
  const gigabytes = sumOf(ready, "memory");
  if (vcpus === null || gigabytes === null) {
    return [stopsAfterMinutes === null ? unpriced(label, note, "hour") : metered(label, note)];
  }
  const line = (unit: string, key: string, quantity: number): CostLine => ({
    label: `${label}, ${unit}`,
    note: `${quantity} ${unit}: ${note}`,
    price: { table: "emr.serverless", key: `${processor}.${key}` },
    quantity: stopsAfterMinutes === null ? quantity : "metered",
    unit: "hour",
    stopsWhenPaused: true,
  });
  const lines = [line("vCPU", "vcpuHour", vcpus), line("GB", "gbHour", gigabytes)];
  return ready.some(isLargerDisk)
    ? [...lines, unpriced("Disks kept ready", "what is above 20 GB of each", "hour")]
    : lines;
}

function sizeOf({ cpu, memory, disk, diskType }: Omit<Ready, "role" | "workers">): string {
  return [cpu, memory, disk && `${disk} ${diskType ?? "disk"}`].filter(Boolean).join(", ") || "unknown size";
}

/** "4 vCPU", "16 GB". Null where AWS leaves out a size or a number of workers. */
function sumOf(ready: readonly Ready[], of: "cpu" | "memory"): number | null {
  const amounts = ready.map((worker) => {
    const { workers } = worker;
    const amount = Number.parseFloat(worker[of] ?? "");
    return workers === null || Number.isNaN(amount) ? null : workers * amount;
  });
  return amounts.reduce((sum, amount) => (sum === null || amount === null ? null : sum + amount), 0);
}

function isLargerDisk({ disk }: Ready): boolean {
  return Number.parseFloat(disk ?? "") > 20;
}
