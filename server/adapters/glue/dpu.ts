/**
 * DPUs of one worker, by its type (Glue Developer Guide, "Worker types"). What is not here is not counted: Z types bill in
 * units of their own, R types in larger ones.
 */
const ofWorker: Readonly<Record<string, number>> = {
  "G.025X": 0.25,
  "G.1X": 1,
  "G.2X": 2,
  "G.4X": 4,
  "G.8X": 8,
  "G.12X": 12,
  "G.16X": 16,
};

/** What a thing of Glue holds, in the words of its bill: "4 DPU (2 × G.2X)". */
export function capacityOf(
  workerType: string | null,
  workers: number | null,
  /** Where Glue tells units rather than workers. */
  units: number | null,
): string {
  if (workerType === null || workers === null) return units === null ? "unknown capacity" : `${units} DPU`;
  const each = ofWorker[workerType];
  const machines = `${workers} × ${workerType}`;
  return each === undefined ? machines : `${each * workers} DPU (${machines})`;
}

/** How many units that is; null where it is not certain. */
export function unitsOf(workerType: string | null, workers: number | null, units: number | null): number | null {
  if (workerType === null || workers === null) return units;
  const each = ofWorker[workerType];
  return each === undefined ? units : each * workers;
}
