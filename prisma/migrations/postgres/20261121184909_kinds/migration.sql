-- AlterTable
ALTER TABLE "Group" ADD COLUMN     "options" TEXT NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "SpentCall" (
    "id" SERIAL NOT NULL,
    "resourceId" TEXT NOT NULL,
    "op" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SpentCall_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SpentCall_resourceId_at_idx" ON "SpentCall"("resourceId", "at");
