import { HouseWalls } from "@/components/ui/house";
import { KeyLink } from "@/components/ui/key";

export default function NotFound() {
  return (
    <main className="street grid min-h-[70dvh] content-center justify-items-start gap-3 px-10 max-sm:px-4">
      <HouseWalls panes={24} className="mb-4 w-64" />
      <h1 className="text-2xl">Nobody lives here.</h1>
      <p className="text-base text-moon-2">This address leads to nothing, or to something that was removed.</p>
      <KeyLink href="/" className="mt-2">
        To the overview
      </KeyLink>
    </main>
  );
}
