using Orders.Testing;

return await VerifyVerb.Run(args);
