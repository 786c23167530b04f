using Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orders.Hosting;

namespace Payments.Worker;

/// <summary>What can be seen of payments from outside.</summary>
public static class PaymentsApi
{
    internal static ProblemKind NotFound { get; } = new(
        "payment-not-found", StatusCodes.Status404NotFound, "There is no such payment.",
        "Nobody has asked for a payment of this order, or not yet: ask again in a moment.");

    /// <summary>Maps the routes.</summary>
    public static void MapPayments(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapGet("/payments/{orderId:guid}", Get)
            .RequireAuthorization(Policies.Inspect).WithMetadata(PaymentsDescription.Get);
    }

    internal static ProblemHttpResult Unknown(HttpContext http, Guid orderId) => Problem.Of(
        http, NotFound, $"No payment was asked for under order id '{orderId}'.", ("orderId", orderId));

    private static async Task<IResult> Get(
        Guid orderId, HttpContext http, Database<PaymentsDbContext> database, CancellationToken cancellationToken)
    {
        await using var context = database.OpenContext(null);
        var payment = await context.Set<PaymentRow>().AsNoTracking()
            .SingleOrDefaultAsync(payment => payment.OrderId == orderId, cancellationToken);
        return payment is null
            ? Unknown(http, orderId)
            : TypedResults.Ok(new PaymentView(
                payment.OrderId, payment.Status, payment.AmountMinor, payment.CapturedMinor, payment.RefundedMinor,
                payment.Currency, payment.Calls));
    }
}

/// <summary>A payment as it is shown.</summary>
internal sealed record PaymentView(
    Guid OrderId, string Status, long AmountMinor, long CapturedMinor, long RefundedMinor, string? Currency,
    int Attempts);
