-- CreateTable
CREATE TABLE "SpentCall" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "resourceId" TEXT NOT NULL,
    "op" TEXT NOT NULL,
    "at" DATETIME NOT NULL
);

-- AlterTable
ALTER TABLE "Group" ADD COLUMN "options" TEXT NOT NULL DEFAULT '{}';

-- CreateIndex
CREATE INDEX "SpentCall_resourceId_at_idx" ON "SpentCall"("resourceId", "at");
