import type { CostLine } from "../../core/money";

/** What Fargate bills: what a task reserves, used or not. Pure. */

/** Gigabytes of disk that every Fargate task has without charge. */
export const includedGb = 20;

/** What one task reserves. Null: AWS does not tell. */
export interface Size {
  readonly vcpu: number | null;
  readonly memoryGb: number | null;
  readonly arch: "x86" | "arm" | null;
  readonly windows: boolean;
  readonly ephemeralGb: number;
}

/** The lines of so many tasks of a size; one unpriced line where there is no price for them. */
export function fargateLines(task: Size | null, tasks: number, stopsWhenPaused: boolean): readonly CostLine[] {
  const none = (note: string) => [unpricedTasks(note, tasks, stopsWhenPaused)];
  if (!task?.vcpu || !task.memoryGb) return none("the size of its tasks is not known");
  if (task.windows) return none("Windows tasks are in no price list");
  if (task.arch === null) return none("AWS does not tell on which processors");
  const line = (label: string, each: number, unit: string, key: string): CostLine => ({
    label,
    note: `${tasks} × ${each} ${unit}`,
    price: { table: "fargate", key },
    quantity: each * tasks,
    unit: "hour",
    stopsWhenPaused,
  });
  const lines = [
    line("Fargate vCPU", task.vcpu, "vCPU", `${task.arch}.vcpu`),
    line("Fargate memory", task.memoryGb, "GB", `${task.arch}.gb`),
  ];
  const extra = task.ephemeralGb - includedGb;
  return extra > 0 ? [...lines, line("Fargate disk above 20 GB", extra, "GB", "ephemeralGb")] : lines;
}

export function unpricedTasks(note: string, tasks: number, stopsWhenPaused: boolean): CostLine {
  return { label: "Fargate tasks", note, price: null, quantity: tasks, unit: "hour", stopsWhenPaused };
}

/** AWS keeps sizes as text: 1024 CPU units are one vCPU, memory is in MiB. */
export function sizeOf(
  cpu: string | undefined,
  memory: string | undefined,
): { readonly vcpu: number | null; readonly memoryGb: number | null } {
  return { vcpu: cpu ? Number(cpu) / 1024 : null, memoryGb: memory ? Number(memory) / 1024 : null };
}
