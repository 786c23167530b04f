using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Payments.Worker.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ListsOfShopsAndOpenDeadLetters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_dead_letters_open",
                table: "dead_letters",
                columns: new[] { "discarded_at", "replay_count", "reason" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_dead_letters_open",
                table: "dead_letters");
        }
    }
}
