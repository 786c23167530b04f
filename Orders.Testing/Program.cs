using Orders.Testing;

return args switch
{
    ["verify", .. var options] => await VerifyVerb.Run(options),
    ["documents", .. var options] => await DocumentsVerb.Run(options),
    _ => await Refuse(),
};

static async Task<int> Refuse()
{
    await Console.Error.WriteLineAsync("There are two verbs, verify and documents; ./dev help says what they do.");
    return 2;
}
