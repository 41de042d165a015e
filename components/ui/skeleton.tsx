import { classNames } from "./class-names";

/** The place of something that is on its way. Give it a size by class: `h-6 w-40`. */
export function Skeleton({ className }: { className?: string }) {
  return <span className={classNames("block rounded-sm bg-sunk", className)} aria-hidden="true" />;
}
