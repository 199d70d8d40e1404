using System.Security.Cryptography;
using System.Text;

namespace Graft.Data;

/// <summary>One hash for a whole data set: two runs with the same fingerprint saw the same names, labels and contents.</summary>
internal static class DataFingerprint
{
    /// <summary>SHA-256 in hexadecimal over one line per image, sorted by name: name, class and SHA-256 of the file.</summary>
    public static string Of(Examination examination)
    {
        var hashes = examination.Hashes();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var sample in examination.Dataset.Samples.OrderBy(sample => sample.Name, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{sample.Name}\0{examination.Dataset.ClassOf(sample)}\0{hashes[sample.Name]}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
