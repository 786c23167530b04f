using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orders.Hosting;

/// <summary>Tells who calls by the key in <c>X-Api-Key</c>.</summary>
internal sealed class ApiKeyHandler(
    AccessKeys keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string Header = "X-Api-Key";
    public const string Challenge = $"ApiKey header=\"{Header}\"";
    public const string NoKey = $"There is no header {Header}.";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var presented = Request.Headers[Header];
        if (presented.Count == 0)
            return Task.FromResult(AuthenticateResult.NoResult());
        if (presented is not [{ } key] || keys.Find(key) is not var (name, role))
            return Task.FromResult(AuthenticateResult.Fail("The key is not known."));
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.Role, role)], Scheme.Name);
        return Task.FromResult(
            AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Challenge;
        return Problem.Of(Context, ProblemKind.Unauthorized, Request.Headers.ContainsKey(Header)
            ? $"The key in {Header} is not known here."
            : NoKey).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problem.Of(
        Context, ProblemKind.Forbidden,
        $"'{Context.User.Identity?.Name}' has the role {Context.User.FindFirstValue(ClaimTypes.Role)}, which does not "
        + $"allow {Request.Method} {Request.Path}.").ExecuteAsync(Context);
}
