"use client";

import { HouseWalls } from "@/components/ui/house";
import { Key } from "@/components/ui/key";

export default function ErrorScreen({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="street grid min-h-[70dvh] content-center justify-items-start gap-3 px-10 max-sm:px-4">
      <HouseWalls panes={24} className="mb-4 w-64" />
      <h1 className="text-2xl">This page could not be made.</h1>
      <p className="text-base text-moon-2">
        Nothing was changed in AWS. The server's log has the reason
        {error.digest ? `, under ${error.digest}` : ""}.
      </p>
      <Key className="mt-2" onClick={reset}>
        Try again
      </Key>
    </main>
  );
}
