-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_ScanPart" (
    "accountId" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "requestedAt" DATETIME,
    "startedAt" DATETIME,
    "finishedAt" DATETIME,
    "found" INTEGER NOT NULL,
    "calls" INTEGER NOT NULL,
    "billedCents" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL,
    "fault" TEXT,
    "leaseOwner" TEXT,
    "leaseUntil" DATETIME,
    "leaseEpoch" INTEGER NOT NULL,

    PRIMARY KEY ("accountId", "region")
);
INSERT INTO "new_ScanPart" ("accountId", "calls", "dueAt", "failures", "fault", "finishedAt", "found", "leaseEpoch", "leaseOwner", "leaseUntil", "region", "requestedAt", "startedAt") SELECT "accountId", "calls", "dueAt", "failures", "fault", "finishedAt", "found", "leaseEpoch", "leaseOwner", "leaseUntil", "region", "requestedAt", "startedAt" FROM "ScanPart";
DROP TABLE "ScanPart";
ALTER TABLE "new_ScanPart" RENAME TO "ScanPart";
CREATE INDEX "ScanPart_dueAt_idx" ON "ScanPart"("dueAt");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
