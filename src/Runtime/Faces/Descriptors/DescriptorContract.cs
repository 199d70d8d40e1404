using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>What a file beside a descriptor's network says of it: terms, and how pixels become the input and answers are compared.</summary>
/// <param name="Name">Name of the network.</param>
/// <param name="Licence">SPDX identifier or a sentence.</param>
/// <param name="Source">Where it comes from.</param>
internal sealed record DescriptorContract(string Name, string Licence, string Source)
{
    /// <summary>What a contract holds, for messages.</summary>
    public const string Expected = "Expected is a JSON object with name, licence, source, alignment (dlib150 or arcface112), order (rgb or bgr), mean, scale, "
        + "size, dimension, metric (euclidean or cosine) and, where its author has one, threshold.";

    private const int MaxDimension = 2048, MaxText = 500;

    /// <summary>How faces are cut out.</summary>
    public required FaceAlignment Alignment { get; init; }

    /// <summary>Whether blue comes first.</summary>
    public required bool IsBgr { get; init; }

    /// <summary>Subtracted from each channel of 0 to 255, in the network's order.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>What each channel is multiplied with then.</summary>
    public required IReadOnlyList<double> Scale { get; init; }

    /// <summary>Values of a descriptor.</summary>
    public required int Dimension { get; init; }

    /// <summary>How two descriptors are compared.</summary>
    public required string Metric { get; init; }

    /// <summary>Distance below which its author takes two faces for one person, or null.</summary>
    public double? Threshold { get; init; }

    /// <summary>Where the contract of a network is.</summary>
    public static string PathOf(string network) => Path.ChangeExtension(network, ".json");

    /// <summary>The contract as analyzers and galleries have it.</summary>
    /// <param name="weightsHash">SHA-256 of the network's file.</param>
    public FaceContract Of(string weightsHash) => new(Name, weightsHash, PreprocessHash, Alignment.Name, Metric, Dimension)
    {
        Licence = Licence,
        Source = Source,
        Threshold = Threshold,
    };

    /// <summary>Reads the contract of a network; every field that is wrong is named.</summary>
    /// <exception cref="GraftException">It is not there, or a field is missing, wrong or none.</exception>
    public static DescriptorContract Read(string network)
    {
        var path = PathOf(network);
        if (!File.Exists(path)) throw new GraftException($"'{network}' has no contract: there is no '{path}'.", Expected, "Write one; the guide has examples.");
        try
        {
            using var document = JsonDocument.Parse(TextFile.All(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return new Reader(path, document.RootElement).Read();
        }
        catch (JsonException failure)
        {
            throw new GraftException($"'{path}' is not JSON: {failure.Message}", Expected, inner: failure);
        }
    }

    private string PreprocessHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        IsBgr ? "bgr" : "rgb", Numbers(Mean), Numbers(Scale), Alignment.Side.ToString(CultureInfo.InvariantCulture)))));

    private static string Numbers(IEnumerable<double> values) => string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    // Notes what is wrong, and says all of it.
    private sealed class Reader(string path, JsonElement root)
    {
        private static readonly string[] _fields =
            ["name", "licence", "source", "alignment", "order", "mean", "scale", "size", "dimension", "metric", "threshold"];

        private readonly List<string> _wrong = [];

        public DescriptorContract Read()
        {
            if (root.ValueKind != JsonValueKind.Object) throw new GraftException($"'{path}' is no contract of a descriptor.", Expected);
            foreach (var field in root.EnumerateObject().Where(field => !_fields.Contains(field.Name)))
                _wrong.Add($"'{field.Name}' is none of its fields{(Spelling.Nearest(field.Name, _fields) is { } meant ? $", did you mean '{meant}'" : "")}");
            var alignment = FaceAlignment.Find(Choice("alignment", [.. FaceAlignment.All.Select(one => one.Name)]));
            var contract = new DescriptorContract(Text("name"), Text("licence"), Text("source"))
            {
                Alignment = alignment ?? FaceAlignment.Dlib150,
                IsBgr = Choice("order", ["rgb", "bgr"]) == "bgr",
                Mean = Channels("mean", value => Math.Abs(value) <= 255, "-255 to 255"),
                Scale = Channels("scale", value => value != 0, "other than 0"),
                Dimension = (int)Number("dimension", value => value is >= 1 and <= MaxDimension && value % 1 == 0, $"a whole number from 1 to {MaxDimension}"),
                Metric = Choice("metric", [FaceContract.Euclidean, FaceContract.Cosine]),
                Threshold = root.TryGetProperty("threshold", out _) ? Number("threshold", value => value > 0, "a distance above 0") : null,
            };
            Number("size", value => alignment is null ? value > 0 : value == alignment.Side,
                alignment is null ? "the side of the input in pixels" : $"{alignment.Side}, the side of faces that are aligned as {alignment.Name}");
            if (_wrong.Count == 0) return contract;
            var isWithoutTerms = _wrong.Exists(one => one.StartsWith("'licence'", StringComparison.Ordinal));
            throw new GraftException($"The contract '{path}' cannot be used: {string.Join("; ", _wrong)}.", Expected,
                isWithoutTerms ? "Say under which terms the network may be used: nobody else can." : "");
        }

        private string Text(string name)
        {
            if (Field(name) is not { } field) return "";
            var text = field.ValueKind == JsonValueKind.String ? field.GetString()!.Trim() : "";
            return text.Length is > 0 and <= MaxText && !text.Any(char.IsControl) ? text
                : Wrong(name, field, $"a text of 1 to {MaxText} letters in one line", "");
        }

        private string Choice(string name, IReadOnlyList<string> choices)
        {
            if (Field(name) is not { } field) return choices[0];
            return field.ValueKind == JsonValueKind.String && choices.Contains(field.GetString()!) ? field.GetString()!
                : Wrong(name, field, string.Join(" or ", choices), choices[0]);
        }

        private double Number(string name, Func<double, bool> isRight, string expected)
        {
            if (Field(name) is not { } field) return 1;
            return ValueOf(field) is { } value && isRight(value) ? value : Wrong(name, field, expected, 1.0);
        }

        private double[] Channels(string name, Func<double, bool> isRight, string expected)
        {
            if (Field(name) is not { } field) return [1, 1, 1];
            double?[] values = field.ValueKind == JsonValueKind.Array ? [.. field.EnumerateArray().Select(ValueOf)] : [ValueOf(field)];
            if (values.Length is not (1 or 3) || !values.All(value => value is { } known && isRight(known)))
                return Wrong<double[]>(name, field, $"a number, or three in the order of the channels, {expected}", [1, 1, 1]);
            return values.Length == 3 ? [.. values.Select(value => value!.Value)] : [values[0]!.Value, values[0]!.Value, values[0]!.Value];
        }

        private static double? ValueOf(JsonElement field) =>
            field.ValueKind == JsonValueKind.Number && field.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;

        private JsonElement? Field(string name)
        {
            if (root.TryGetProperty(name, out var field)) return field;
            _wrong.Add($"'{name}' is missing");
            return null;
        }

        private T Wrong<T>(string name, JsonElement field, string expected, T instead)
        {
            var text = field.GetRawText();
            _wrong.Add($"'{name}' is {(text.Length > 60 ? $"{text[..60]}..." : text)} in place of {expected}");
            return instead;
        }
    }
}
