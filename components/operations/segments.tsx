import type { WireOperationHead } from "@/server/contract/operations";
import styles from "./operations.module.css";
import { segmentsOf } from "./sections";

/** Above this many resources a segment would be thinner than its gap: the line shows shares instead. */
const maxSegments = 120;

/** The progress as one segment for each resource. */
export function Segments({ counts }: { readonly counts: WireOperationHead["counts"] }) {
  const single = counts.total <= maxSegments;
  const settled = counts.done + counts.failed + counts.skipped;
  return (
    <div
      className={styles.segments}
      role="progressbar"
      aria-label="Resources settled"
      aria-valuemin={0}
      aria-valuemax={counts.total}
      aria-valuenow={settled}
      aria-valuetext={`${settled} of ${counts.total}`}
    >
      {segmentsOf(counts).map(({ tone, count }) =>
        single ? (
          Array.from({ length: count }, (_, index) => `${tone} ${index}`).map((key) => (
            <i key={key} className={styles[tone]} />
          ))
        ) : (
          <i key={tone} className={styles[tone]} style={{ flexGrow: count }} />
        ),
      )}
    </div>
  );
}
