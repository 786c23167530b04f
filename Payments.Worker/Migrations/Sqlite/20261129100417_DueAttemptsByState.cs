using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Payments.Worker.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DueAttemptsByState : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_payment_attempts_state",
                table: "payment_attempts",
                columns: new[] { "state", "due_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_payment_attempts_state",
                table: "payment_attempts");
        }
    }
}
