using Messaging;
using Microsoft.AspNetCore.Http;

namespace Orders.Hosting;

/// <summary>Units of work that a request waits for.</summary>
public static class RequestPatience
{
    /// <summary>A database that does not answer within this time is an answer too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    /// <summary>
    /// Answers false where the database took too long, so that nobody knows what became of the unit. A client that goes
    /// away takes its unit out while it waits; one that was applied is committed.
    /// </summary>
    public static async Task<bool> IsCommitted(this GroupCommit groupCommit, UnitOfWork unit, HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(groupCommit);
        ArgumentNullException.ThrowIfNull(http);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(Patience);
        try
        {
            await groupCommit.Execute(unit, patience.Token).WaitAsync(patience.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return false;
        }
    }
}
