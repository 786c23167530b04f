using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.House;

/// <summary>Calls that work on the day they are written and hurt on another.</summary>
[Category("Unit")]
internal sealed class BannedCalls
{
    private const string AsyncVoid = "is async void: nobody learns of its exception";

    private static readonly Exemption[] Exemptions =
    [
        // A thread of the code's own, which has nothing else to do.
        new("Messaging/Kafka/TopicConsumer.cs", "sleeps",
            "The client is polled by a thread of its own, and what it waits for is counted, not announced."),
        new("Messaging/Kafka/TopicConsumer.Pauses.cs", "sleeps", "The same thread, which waits for the same."),
        new("Messaging/Sagas/SagaUnit.cs", "GetResult",
            "A behaviour is given its time before, and is over by then; a unit runs on the group commit's thread."),
        new("Orders.Testing/SagaTestHarness.cs", "Wait",
            "An event, not a task: the unit keeps the group commit's thread busy until the test lets go."),
        new("Tests/Messaging/Support/Units.cs", "Wait", "An event, not a task: see SagaTestHarness."),
        new("Tests/Messaging/Rider/OrderPerKey.cs", "Wait", "An event: all consumers have to be there at a time."),
        new("Tests/Messaging/GroupCommits/AUnitWithinAUnit.cs", "Wait", "That a unit must not wait is what it shows."),

        new("Tests/Messaging/Support/Broker.cs", "GetResult", "A topic is made where nothing can be awaited, once."),
        new("Tests/Support/KafkaCluster.cs", "Result", "Two pipes are read at a time, and the process is over."),
        new("Tests/Support/PostgresServer.cs", "Result", "Two pipes are read at a time, and the process is over."),

        // A time is what a test is about.
        new("Tests/Faults/Fault.cs", "waits for a time", "How long a fault lasts is part of it."),
        new("Tests/Faults/NobodyWaitsLong.cs", "waits for a time", "The pace of a load."),
        new("Tests/Support/MixedLoad.cs", "waits for a time", "The pace of a load."),
        new("Tests/Saga/AnySagaRunsInTheHarness.cs", "waits for a time", "By a clock that the test moves."),

        // What a failpoint is told to do.
        new("Messaging/Failpoints/ArmedFailpoints.cs", "sleeps", "It stands still, or goes on late."),
        new("Messaging/Failpoints/Failpoint.cs", "sleeps", "SIGKILL takes a moment, in which nothing may go on."),

        // Whoever speaks to a person at a terminal.
        new("Orders.Hosting/HealthVerb.cs", "Console", "A verb answers on the terminal."),
        new("Orders.Hosting/ServiceHost.cs", "Console", "A start that is refused says why where it was started."),
        new("Orders.Standalone/Banner.cs", "Console", "The last line of a start is the address, for a person."),
        new("Orders.Testing/DocumentsVerb.cs", "Console", "A verb answers on the terminal."),
        new("Orders.Testing/SimulateVerb.cs", "Console", "A verb answers on the terminal."),
        new("Orders.Testing/VerifyVerb.cs", "Console", "A verb answers on the terminal."),
        new("Orders.Testing/Program.cs", "Console", "A verb answers on the terminal."),

        // One request, or one client for as long as what it talks to.
        new("Orders.Hosting/HealthVerb.cs", "HttpClient", "One request, and the process is over."),
        new("Orders.Testing/OrdersInProcess.cs", "HttpClient", "One client an installation, which owns it."),
        new("Orders.Testing/OrdersProcess.cs", "HttpClient", "One client a process, which owns it."),
        new("Payments.Worker/Gateway/HttpGateway.cs", "HttpClient", "One client for the one gateway, which owns it."),
    ];

    [Test]
    public void Nothing_that_is_banned_is_called() =>
        Assert.That(Exemption.Apply(Source.All.SelectMany(Banned), Exemptions), Is.Empty);

    [TestCase("_ = DateTime.Now;", "asks DateTime for the time: TimeProvider")]
    [TestCase("_ = System.DateTime.UtcNow;", "asks DateTime for the time: TimeProvider")]
    [TestCase("_ = DateTime.Today;", "asks DateTime for the time: TimeProvider")]
    [TestCase("_ = DateTimeOffset.Now;", "asks DateTimeOffset for the time: TimeProvider")]
    [TestCase("_ = DateTimeOffset.UtcNow;", "asks DateTimeOffset for the time: TimeProvider")]
    [TestCase("_ = task.Result;", "blocks on Result: await it")]
    [TestCase("_ = task?.Result;", "blocks on Result: await it")]
    [TestCase("task.Wait();", "blocks in Wait: await it")]
    [TestCase("task.Wait(TimeSpan.Zero);", "blocks in Wait: await it")]
    [TestCase("task.GetAwaiter().GetResult();", "blocks in GetResult: await it")]
    [TestCase("Thread.Sleep(1);", "sleeps: wait for the condition")]
    [TestCase("GC.Collect();", "collects the garbage by hand: leave it to the runtime")]
    [TestCase("Console.WriteLine(1);", "writes to the Console: log it")]
    [TestCase("Console.Error.WriteLine(1);", "writes to the Console: log it")]
    [TestCase("_ = new HttpClient();", "makes an HttpClient of its own: take the one that is there")]
    [TestCase("async void M() => await task;", "is async void: nobody learns of its exception")]
    public void What_is_banned_is_told(string statement, string complaint) => Assert.That(
        Banned(new Source("Messaging/A.cs", $"class A {{\nvoid B() {{\n{statement}\n}} }}"))
            .Select(found => found.ToString()),
        Is.EqualTo([$"Messaging/A.cs:3 {complaint}"]));

    [TestCase("await Task.Delay(1);", "waits for a time: wait for the condition")]
    [TestCase("Thread.Sleep(1);", "sleeps: wait for the condition")]
    public void A_test_that_waits_for_a_time_is_told(string statement, string complaint) => Assert.That(
        Banned(new Source("Tests/A.cs", statement)).Select(found => found.What), Is.EqualTo([complaint]));

    [TestCase("Messaging/A.cs", "var now = time.GetUtcNow(); // not DateTime.Now")]
    [TestCase("Messaging/A.cs", "Log(\"DateTime.Now\");")]
    [TestCase("Messaging/A.cs", "Monitor.Wait(gate);")]
    [TestCase("Messaging/A.cs", "await Task.Delay(pause, time, stopping);")]
    [TestCase("Tests/A.cs", "_ = DateTime.UtcNow;")]
    [TestCase("Tests/A.cs", "_ = new HttpClient();")]
    public void What_only_looks_like_it_is_left_alone(string path, string statement) =>
        Assert.That(Banned(new Source(path, statement)), Is.Empty);

    private static IEnumerable<Complaint> Banned(Source source) =>
        from node in source.Root.DescendantNodes()
        let what = WhatIsWrong(node, source.IsTest)
        where what is not null
        select source.Complain(node, what);

    private static string? WhatIsWrong(SyntaxNode node, bool isTest) => node switch
    {
        MemberAccessExpressionSyntax access => WhatIsWrong(access, isTest),
        MemberBindingExpressionSyntax { Name.Identifier.Text: "Result" } => "blocks on Result: await it",
        ObjectCreationExpressionSyntax created when !isTest && LastOf(created.Type) == "HttpClient" =>
            "makes an HttpClient of its own: take the one that is there",
        MethodDeclarationSyntax method when IsAsyncVoid(method.Modifiers, method.ReturnType) => AsyncVoid,
        LocalFunctionStatementSyntax method when IsAsyncVoid(method.Modifiers, method.ReturnType) => AsyncVoid,
        _ => null,
    };

    private static string? WhatIsWrong(MemberAccessExpressionSyntax access, bool isTest) =>
        (LastOf(access.Expression), access.Name.Identifier.Text) switch
        {
            ("DateTime" or "DateTimeOffset", "Now" or "UtcNow" or "Today") when !isTest =>
                $"asks {LastOf(access.Expression)} for the time: TimeProvider",
            ("Task", "Delay") when isTest => "waits for a time: wait for the condition",
            ("Thread", "Sleep") => "sleeps: wait for the condition",
            ("GC", "Collect") => "collects the garbage by hand: leave it to the runtime",
            ("Console", _) => "writes to the Console: log it",
            ("Monitor", "Wait") => null,
            (_, "Wait") when access.Parent is InvocationExpressionSyntax => "blocks in Wait: await it",
            (_, "GetResult") => "blocks in GetResult: await it",
            (_, "Result") => "blocks on Result: await it",
            _ => null,
        };

    private static string? LastOf(ExpressionSyntax expression) => expression switch
    {
        QualifiedNameSyntax name => name.Right.Identifier.Text,
        SimpleNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        _ => null,
    };

    private static bool IsAsyncVoid(SyntaxTokenList modifiers, TypeSyntax returned) =>
        modifiers.Any(SyntaxKind.AsyncKeyword) && returned.ToString() == "void";
}
