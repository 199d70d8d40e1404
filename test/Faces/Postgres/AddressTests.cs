using Graft.FacesPostgres;

namespace Graft.Faces.Tests;

/// <summary>Connection strings: what they name, and that no message shows a password.</summary>
public class AddressTests
{
    [Theory]
    [InlineData("Host=db;Database=faces;Username=graft", "postgresql://graft@db/faces", "faces.key")]
    [InlineData("host = db; port=6432; database=faces; user id=graft; PWD=hush", "postgresql://graft@db:6432/faces", "faces.key")]
    [InlineData("postgres://graft:hush@db/faces", "postgresql://graft@db/faces", "faces.key")]
    [InlineData("POSTGRESQL://graft:h%40%2Fush@db:6432/faces?sslmode=verify-full&search_path=staff", "postgresql://graft@db:6432/faces?search_path=staff",
        "faces.staff.key")]
    [InlineData("postgresql://graft@[::1]:6432/the%20faces", "postgresql://graft@[::1]:6432/the%20faces", "the-faces.key")]
    [InlineData("postgresql:///faces?host=/run/postgresql&user=graft&password=hush", "postgresql://graft@/faces?host=/run/postgresql", "faces.key")]
    [InlineData("postgresql://graft:hush@one:5432,two:5433/faces?target_session_attrs=read-write", "postgresql://graft@one:5432,two:5433/faces", "faces.key")]
    [InlineData("Host=db;Database=faces;Search Path=staff", "postgresql://db/faces?search_path=staff", "faces.staff.key")]
    public void A_database_is_named_without_its_password(string given, string name, string keys)
    {
        Assert.True(GalleryPlace.IsAddress(given));
        var place = GalleryPlace.Of(given);
        Assert.Equal((name, keys), (place.Name, place.KeyFile));
        // What is shown can be given again.
        Assert.Equal(name, GalleryPlace.Of(name).Name);
    }

    [Fact]
    public void What_is_special_in_a_password_reaches_the_driver()
    {
        var builder = new Npgsql.NpgsqlConnectionStringBuilder(
            PostgresAddress.Parse("postgresql://g%40t:h%40%2F%3A%3Fush@db/faces?sslmode=verify-full&connect_timeout=7").ConnectionString);
        Assert.Equal(("g@t", "h@/:?ush", Npgsql.SslMode.VerifyFull, 7), (builder.Username, builder.Password, builder.SslMode, builder.Timeout));
        Assert.Equal("graft_faces", builder.SearchPath);
    }

    [Theory]
    [InlineData("Host=db;Database=faces", 30, 90)]
    [InlineData("Host=db;Database=faces;Keepalive=5;Command Timeout=7", 5, 7)]
    [InlineData("Host=db;Database=faces;Keepalive=0", 0, 90)]
    public void A_silent_server_is_found_out_unless_the_connection_string_says_otherwise(string given, int keepAlive, int commandTimeout)
    {
        var builder = new Npgsql.NpgsqlConnectionStringBuilder(PostgresAddress.Parse(given).ConnectionString);
        Assert.Equal((keepAlive, commandTimeout), (builder.KeepAlive, builder.CommandTimeout));
    }

    [Theory]
    [InlineData("postgresql://graft:hu@sh@db/faces", "cannot be read")]
    [InlineData("postgresql://graft:hush/x@db/faces", "cannot be read")]
    [InlineData("postgresql://graft:12/hush@db/faces", "cannot be read")]
    [InlineData("postgresql://graft:12?hush@db/faces", "parameter that is not known")]
    [InlineData("postgresql://graft:hush@db:hush/faces", "cannot be read")]
    [InlineData("postgresql://graft:hush@db/faces?word=hush", "parameter that is not known: 'word'")]
    [InlineData("postgresql://graft@db/faces?ssl_mode=require", "known: 'ssl_mode'")]
    [InlineData("postgresql://graft@db/faces?ssl_mode=require", "Did you mean 'sslmode'?")]
    [InlineData("postgresql://graft:12?hush=1@db/faces", "parameter that is not known.")]
    [InlineData("postgresql://graft:hush@db/faces?sslmode=hush", "cannot be read")]
    [InlineData("postgresql://graft:hush@db", "names no database")]
    [InlineData("Database=faces;Password=hush", "names no host")]
    [InlineData("Host=db;Database=faces;Password=a;hush=b", "cannot be read")]
    [InlineData("Host=db;Database=faces;Password=a;hush", "cannot be read")]
    [InlineData("Host=db;Database=faces;Port=hush", "cannot be read")]
    [InlineData("Host=db;Database=faces;Search Path=public, other;Password=hush", "in the schema 'public, other'")]
    [InlineData("mysql://graft:hush@db/faces", "'mysql://...' names no gallery")]
    public void What_cannot_be_read_is_refused_without_showing_it(string given, string message)
    {
        var failure = Assert.Throws<GraftException>(() => FaceGallery.Open(given));
        Assert.Contains(message, failure.ToString());
        Assert.DoesNotContain("hush", failure.ToString());
    }

    [Theory]
    [InlineData("staff.faces", false, null, "staff.faces")]
    [InlineData("door=staff.faces", false, null, "door=staff.faces")]
    [InlineData("door=Host=db;Database=faces", true, "door", "Host=db;Database=faces")]
    [InlineData("Host=db;Database=faces", true, null, "Host=db;Database=faces")]
    [InlineData("door=postgresql://db/faces?search_path=staff", true, "door", "postgresql://db/faces?search_path=staff")]
    [InlineData("postgresql://db/faces?search_path=staff", true, null, "postgresql://db/faces?search_path=staff")]
    [InlineData("door=postgres://graft:Host=x@db/faces", true, "door", "postgres://graft:Host=x@db/faces")]
    public void A_served_gallery_is_named_before_its_address(string given, bool isAddress, string? name, string address)
    {
        Assert.Equal(isAddress, GalleryPlace.TryTake(given, out var taken, out var rest));
        Assert.Equal((name, address), (taken, rest));
    }
}
