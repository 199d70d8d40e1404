using System.Text.Json;

namespace Graft.Serving.Tests;

/// <summary>Compares answers of the service with those of <c>graft predict --json</c>: 1e-5, boxes 0.001 pixels, masks and words to the letter.</summary>
internal static class SameAnswers
{
    public static void Check(JsonElement expected, JsonElement actual, string place = "")
    {
        Assert.True(expected.ValueKind == actual.ValueKind, $"{place}: {actual.ValueKind} instead of {expected.ValueKind}");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.Equal(expected.EnumerateObject().Select(one => one.Name), actual.EnumerateObject().Select(one => one.Name));
                foreach (var one in expected.EnumerateObject())
                    if (one.Name == "path") Assert.EndsWith(actual.GetProperty("path").GetString()!, one.Value.GetString());
                    else Check(one.Value, actual.GetProperty(one.Name), $"{place}.{one.Name}");
                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
                for (var i = 0; i < expected.GetArrayLength(); i++) Check(expected[i], actual[i], $"{place}[{i}]");
                break;
            case JsonValueKind.Number:
                Assert.True(Math.Abs(expected.GetDouble() - actual.GetDouble()) <= (place.Contains("bbox") ? 1e-3 : 1e-5),
                    $"{place}: {actual} instead of {expected}");
                break;
            default:
                Assert.Equal(expected.ToString(), actual.ToString());
                break;
        }
    }
}
