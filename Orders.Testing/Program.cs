using Orders.Testing;

return args switch
{
    ["verify", .. var options] => await VerifyVerb.Run(options),
    ["documents", .. var options] => await DocumentsVerb.Run(options),
    ["simulate", .. var options] => await SimulateVerb.Run(options),
    _ => await Refuse(),
};

static async Task<int> Refuse()
{
    await Console.Error.WriteLineAsync("The verbs are verify, documents and simulate; ./dev help says what they do.");
    return 2;
}
