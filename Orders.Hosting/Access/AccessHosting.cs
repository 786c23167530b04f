using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Orders.Hosting;

/// <summary>Keys, roles and the policies that routes ask for.</summary>
public static class AccessHosting
{
    private static readonly string[] OperatorsPolicies =
        [Policies.OpsRead, Policies.Ops, Policies.Inspect, Policies.Stock];

    /// <summary>Who calls: the name of the key; null where nobody has to say.</summary>
    public static string? Caller(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.User.Identity?.Name;
    }

    /// <summary>Who acts, for the audit; in Development nobody has to say.</summary>
    public static string Actor(this HttpContext http) => http.Caller() ?? "anonymous";

    /// <summary>Whether the caller sees the orders of one shop only, its own.</summary>
    public static bool IsShop(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.User.IsInRole(Roles.Shop);
    }

    internal static void AddAccess(this WebApplicationBuilder builder)
    {
        var isDevelopment = builder.Environment.IsDevelopment();
        builder.Services.AddOptions<AccessOptions>()
            .Bind(builder.Configuration.GetSection("Ops"))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<AccessOptions>, AccessValidation>();
        builder.Services.AddSingleton<AccessKeys>();
        builder.Services.AddAuthentication(ApiKeyHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        builder.Services.AddSingleton<IAuthorizationHandler, MayHandler>();
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Shop, Allow(_ => isDevelopment, Roles.Shop))
            .AddPolicy(Policies.Orders, Allow(_ => isDevelopment, Roles.Shop, Roles.Reader, Roles.Actor))
            .AddPolicy(Policies.OpsRead, Allow(
                keys => isDevelopment && !keys.HasOperator, Roles.Reader, Roles.Actor))
            .AddPolicy(Policies.Ops, Allow(keys => isDevelopment && !keys.HasOperator, Roles.Actor))
            .AddPolicy(Policies.Inspect, Allow(_ => isDevelopment, Roles.Reader, Roles.Actor))
            .AddPolicy(Policies.Stock, Allow(_ => isDevelopment, Roles.Actor));
    }

    /// <summary>Every route says who may use it, and outside Development there is somebody who may.</summary>
    /// <exception cref="StartRefusedException">There is no operator's key where a route asks for one.</exception>
    internal static void CheckAccess(this WebApplication app)
    {
        var needsOperator = false;
        foreach (var route in ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints))
        {
            var policies = route.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToList();
            if (policies.Count == 0 && route.Metadata.GetMetadata<IAllowAnonymous>() is null)
                throw new InvalidOperationException($"Route '{route.DisplayName}' does not say who may use it.");
            needsOperator |= policies.Intersect(OperatorsPolicies).Any();
        }

        if (needsOperator && !app.Environment.IsDevelopment()
            && !app.Services.GetRequiredService<AccessKeys>().HasOperator)
            throw new StartRefusedException(
                "Ops:Keys has no key of an operator. Outside Development there has to be one: set Ops__Keys__0__Name, "
                + "Ops__Keys__0__Key and Ops__Keys__0__Role (reader or actor).");
    }

    /// <summary>Whom a policy lets through, ours or one that a host has put in its place.</summary>
    internal static IReadOnlyList<string> RolesOf(AuthorizationPolicy policy) =>
    [
        .. policy.Requirements.SelectMany(requirement => requirement switch
        {
            May may => may.Roles,
            RolesAuthorizationRequirement roles => roles.AllowedRoles,
            _ => [],
        }),
    ];

    private static Action<AuthorizationPolicyBuilder> Allow(Func<AccessKeys, bool> isOpen, params string[] roles) =>
        policy => policy.AddRequirements(new May(isOpen, roles));

    /// <summary>Whoever has one of the roles, and whoever shows no key where the policy is open.</summary>
    private sealed record May(Func<AccessKeys, bool> IsOpen, string[] Roles) : IAuthorizationRequirement;

    private sealed class MayHandler(AccessKeys keys) : AuthorizationHandler<May>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, May requirement)
        {
            var isKnown = context.User.Identity is { IsAuthenticated: true };
            var showsKey = (context.Resource as HttpContext)?.Request.Headers.ContainsKey(ApiKeyHandler.Header) == true;
            if (isKnown ? requirement.Roles.Any(context.User.IsInRole) : !showsKey && requirement.IsOpen(keys))
                context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }

    private sealed class AccessValidation : IValidateOptions<AccessOptions>
    {
        public ValidateOptionsResult Validate(string? name, AccessOptions options) =>
            options.Faults().ToList() is { Count: > 0 } faults
                ? ValidateOptionsResult.Fail(faults)
                : ValidateOptionsResult.Success;
    }
}
