using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orders.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class KeysOfAnswersAreHashes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "key",
                table: "idempotent_answers",
                newName: "key_hash");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "key_hash",
                table: "idempotent_answers",
                newName: "key");
        }
    }
}
