using System.Text.Json;
using Orders.Testing;
using Tests.Journey.Api;

namespace Tests;

/// <summary>What a process says of itself.</summary>
internal static class Readiness
{
    /// <summary>Waits until <c>/health/ready</c> shows something, whether it is answered 200 or 503.</summary>
    public static Task WaitForReadiness(this OrdersClient client, string what, Predicate<JsonElement> isSeen) =>
        client.WaitFor(
            what,
            async () =>
            {
                using var answer = await client.Http.Send(HttpMethod.Get, "/health/ready");
                return await answer.Json();
            },
            health => isSeen(health));
}
