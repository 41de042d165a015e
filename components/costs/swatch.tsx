import styles from "./chart.module.css";

/** The colour of a series beside its name. */
export function Swatch({ colour }: { readonly colour: number }) {
  return <i className={styles.sq} style={{ background: `var(--series-${colour})` }} aria-hidden="true" />;
}
