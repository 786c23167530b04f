using System.Text;
using Google.Protobuf;

namespace Tests.Observability;

/// <summary>A protocol buffer read without its description: fields by their numbers.</summary>
internal sealed class ProtoMessage
{
    private readonly ILookup<int, object> fields;

    public ProtoMessage(byte[] bytes) => fields = Read(new CodedInputStream(bytes))
        .ToLookup(field => field.Number, field => field.Value);

    public IEnumerable<ProtoMessage> Messages(int number) =>
        fields[number].Select(value => new ProtoMessage((byte[])value));

    public ProtoMessage? Message(int number) => Messages(number).LastOrDefault();

    public byte[] Bytes(int number) => fields[number].LastOrDefault() as byte[] ?? [];

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    public bool Has(int number) => fields[number].Any();

    public ulong Number(int number) => (ulong)(fields[number].LastOrDefault() ?? 0UL);

    public double Real(int number) => BitConverter.UInt64BitsToDouble(Number(number));

    private static IEnumerable<(int Number, object Value)> Read(CodedInputStream input)
    {
        while (input.ReadTag() is not 0 and var tag)
        {
            yield return (WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadUInt64(),
                WireFormat.WireType.Fixed64 => input.ReadFixed64(),
                WireFormat.WireType.Fixed32 => (ulong)input.ReadFixed32(),
                WireFormat.WireType.LengthDelimited => (object)input.ReadBytes().ToByteArray(),
                var other => throw new InvalidDataException($"wire type {other}"),
            });
        }
    }
}
