using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orders.Api;
using Orders.Hosting;
using Orders.Testing;

namespace Tests.Contracts;

/// <summary>A route that is not described, or not as it is, makes no document: what is missing is told.</summary>
[Category("Unit")]
internal sealed class WhatIsNotDescribed
{
    private static readonly RouteDescription Described = new("listParcels", OperatorRoutes.Tag, "Lists", "Parcels.")
    {
        Answers = [RouteAnswer.Of(200, "One.", ("It is heavy.", new Parcel("a", 7)))],
    };

    [Test]
    public void Is_a_route() => IsTold(
        "Route '/parcels' has no description", _ => { }, _ => { });

    [Test]
    public void Is_a_record() => IsTold(
        "There is no description of 'Parcel'", route => route.WithMetadata(Described), _ => { });

    [Test]
    public void Is_a_member() => IsTold(
        "'Parcel' and its description do not agree about the member 'weight'",
        route => route.WithMetadata(Described),
        services => services.AddSingleton(RecordDescription.Answer<Parcel>(
            "Parcel", "A parcel.", new MemberDescription("name", "Its name."))));

    [Test]
    public void Is_a_member_that_is_there_no_more() => IsTold(
        "'Parcel' and its description do not agree about the member 'height'",
        route => route.WithMetadata(Described),
        services => services.AddSingleton(RecordDescription.Answer<Parcel>(
            "Parcel", "A parcel.", new("name", "Its name."), new("weight", "In grams."), new("height", "In inches."))));

    [Test]
    public void Is_a_problem_without_a_page() => IsTold(
        "/problems/lost' is no problem that has a page",
        route => route.WithMetadata(Described with
        {
            Problems = [http => Problem.Of(http, new ProblemKind("lost", 404, "It is lost.", "Ask."), "Lost.")],
        }),
        services => services.AddSingleton(RecordDescription.Answer<Parcel>(
            "Parcel", "A parcel.", new("name", "Its name."), new("weight", "In grams."))));

    private static void IsTold(
        string words, Action<IEndpointConventionBuilder> describe, Action<IServiceCollection> add) => Assert.That(
        () => OpenApi.Of(
            builder =>
            {
                builder.AddOrdersApi();
                add(builder.Services);
            },
            routes =>
            {
                routes.MapOrders();
                describe(routes.MapGet("/parcels", () => "").AllowAnonymous());
            }),
        Throws.InvalidOperationException.With.Message.Contains(words));

    private sealed record Parcel(string Name, int Weight);
}
