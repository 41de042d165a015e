import type { ReactNode } from "react";

/** The band of night in which the houses stand. */
export function Street({ label = "Environments", children }: { label?: string; children: ReactNode }) {
  return (
    <section className="street" aria-label={label}>
      {children}
    </section>
  );
}
